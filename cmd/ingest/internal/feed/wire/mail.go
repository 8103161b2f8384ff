package wire

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"regexp"
	"strings"

	"golang.org/x/net/html/charset"

	"rostrum/cmd/ingest/internal/feed/markup"
	"rostrum/schema"
)

// mailStart is a header that only mail starts with.
var mailStart = regexp.MustCompile(`(?i)^\s*(?:Delivered-To|Return-Path|Received|From|Date|Message-ID|MIME-Version|X-[A-Za-z-]+|Subject|To):[ \t]`)

// mailMore is a header that mail has and texts that start like one have not.
var mailMore = regexp.MustCompile(`(?im)^(?:Received|Message-ID|MIME-Version):[ \t]`)

// IsMail tells a mail by its headers.
func IsMail(start []byte) bool { return mailStart.Match(start) && mailMore.Match(start) }

// Mail reads a newsletter as a mail has it (RFC 5322, MIME): the subject is the
// headline, the body in HTML goes before plain text. Attachments are not read.
func (r Reader) Mail(data []byte) Item {
	item := r.new()
	d := item.Document
	message, err := mail.ReadMessage(bytes.NewReader(bytes.TrimLeft(data, " \t\r\n")))
	if err != nil {
		item.Err = fmt.Errorf("is a mail with a broken header: %w", err)
		return item
	}
	words := &mime.WordDecoder{CharsetReader: charset.NewReaderLabel}
	header := func(name string) string {
		text, err := words.DecodeHeader(message.Header.Get(name))
		if err != nil {
			item.warn("the header %s is in an encoding that is not known", name)
			return message.Header.Get(name)
		}
		return strings.TrimSpace(text)
	}
	d.Title, d.GUID, d.Language = header("Subject"), header("Message-ID"), header("Content-Language")
	if from, err := mail.ParseAddress(header("From")); err == nil {
		d.Source = first(from.Name, from.Address)
	} else {
		d.Source = header("From")
	}
	if when, err := message.Header.Date(); err == nil {
		d.Date(false, schema.MetadataDate, when)
	} else if message.Header.Get("Date") != "" {
		item.warn("the date %q is not understood and left out", message.Header.Get("Date"))
	}
	page, text, err := mailBody(message.Header.Get("Content-Type"), message.Header.Get("Content-Transfer-Encoding"), message.Body, 0)
	if d.Text = markup.FragmentText(page); d.Text == "" {
		d.Text = markup.PlainText(text)
	}
	if err != nil && d.Text == "" {
		item.Err = fmt.Errorf("is a mail whose body cannot be read: %w", err)
	} else if err != nil {
		item.warn("a part of the mail cannot be read: %v", err)
	}
	item.finish("is a mail that")
	return item
}

// mailBody is the first body in HTML and the first in plain text, of the parts within
// parts.
func mailBody(contentType, transfer string, body io.Reader, depth int) (page, text string, err error) {
	media, params, err := mime.ParseMediaType(first(contentType, "text/plain"))
	if err != nil && media == "" {
		media = "text/plain"
	}
	switch {
	case depth > 8:
		return "", "", errors.New("parts within parts too deep")
	case strings.HasPrefix(media, "multipart/"):
		return mailParts(multipart.NewReader(body, params["boundary"]), depth)
	case media != "text/html" && media != "text/plain":
		return "", "", nil
	}
	switch strings.ToLower(transfer) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	if label := params["charset"]; label != "" {
		decoded, err := charset.NewReaderLabel(label, body)
		if err != nil {
			return "", "", fmt.Errorf("the encoding %q is not known", label)
		}
		body = decoded
	}
	data, err := io.ReadAll(body)
	if media == "text/html" {
		return western(data), "", err
	}
	return "", western(data), err
}

func mailParts(parts *multipart.Reader, depth int) (page, text string, err error) {
	for {
		part, next := parts.NextRawPart()
		if next == io.EOF {
			return page, text, err
		}
		if next != nil {
			return page, text, errors.Join(err, next)
		}
		if strings.HasPrefix(part.Header.Get("Content-Disposition"), "attachment") {
			continue
		}
		p, t, wrong := mailBody(part.Header.Get("Content-Type"), part.Header.Get("Content-Transfer-Encoding"), part, depth+1)
		page, text, err = first(page, p), first(text, t), errors.Join(err, wrong)
	}
}
