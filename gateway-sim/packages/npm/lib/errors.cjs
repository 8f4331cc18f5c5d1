// The errors.
'use strict';

class SimError extends Error {
  constructor(message, options) {
    super(message, options);
    this.name = new.target.name;
  }
}

class StartError extends SimError {
  constructor(message, { stderr = '', status = null, cause } = {}) {
    super(message, { cause });
    this.stderr = stderr;
    this.status = status;
  }
}

class ControlError extends SimError {
  constructor(message, { status, action }) {
    super(message);
    this.status = status;
    this.action = action;
  }
}

module.exports = { ControlError, SimError, StartError };
