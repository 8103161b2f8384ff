SELECT id, label, props FROM node WHERE key = ?
