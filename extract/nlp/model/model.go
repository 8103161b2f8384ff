// Package model is the reader's weights, as one embedded file. It computes nothing:
// nlp.NewReader opens them. What they were made of, how well they read and what they
// fail at is told in MODEL.md; package train's export.py writes the file.
package model

import _ "embed"

// Weights is the file, in the format that package encoder describes.
//
//go:embed rostrum.weights
var Weights []byte
