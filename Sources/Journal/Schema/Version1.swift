/// The tables of version 1; journals have been written with them, so that they never change.
enum Version1 {
  /// What makes them.
  static let statements = account + session + orders + books + notes + views

  private static let moment = """
    sequence INTEGER PRIMARY KEY,
    session INTEGER NOT NULL,
    time INTEGER NOT NULL,
    tick INTEGER NOT NULL
    """

  private static let account = """
    CREATE TABLE account (
      name TEXT NOT NULL,
      initial INTEGER NOT NULL,
      created INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE commits (
      number INTEGER PRIMARY KEY,
      first INTEGER NOT NULL,
      last INTEGER NOT NULL,
      session INTEGER NOT NULL,
      input INTEGER NOT NULL,
      time INTEGER NOT NULL,
      hash BLOB NOT NULL CHECK (length(hash) = 32)
    ) STRICT;
    CREATE TABLE contents (
      digest BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
      bytes BLOB NOT NULL
    ) STRICT;

    """

  private static let session = """
    CREATE TABLE sessions (
      \(moment),
      folder TEXT NOT NULL,
      mode TEXT NOT NULL,
      broker TEXT NOT NULL,
      predecessor INTEGER,
      build TEXT NOT NULL,
      program TEXT NOT NULL,
      rules INTEGER NOT NULL,
      options TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX sessions_by_number ON sessions (session);
    CREATE TABLE seals (
      \(moment),
      sealed INTEGER NOT NULL,
      seal TEXT NOT NULL CHECK (seal IN ('running', 'ended', 'recovered', 'quarantined')),
      reason TEXT NOT NULL
    ) STRICT;
    CREATE INDEX seals_by_session ON seals (sealed);
    CREATE TABLE scripts (
      \(moment),
      script INTEGER NOT NULL,
      name TEXT NOT NULL,
      file TEXT NOT NULL,
      text BLOB NOT NULL CHECK (length(text) = 32),
      parameters TEXT NOT NULL,
      cash INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE snapshots (
      \(moment),
      input INTEGER NOT NULL,
      decisions INTEGER NOT NULL,
      version INTEGER NOT NULL,
      content BLOB NOT NULL CHECK (length(content) = 32)
    ) STRICT;
    CREATE TABLE states (
      \(moment),
      script INTEGER NOT NULL,
      content BLOB NOT NULL CHECK (length(content) = 32),
      size INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX states_by_script ON states (session, script);

    """

  private static let orders = """
    CREATE TABLE orders (
      \(moment),
      script INTEGER NOT NULL,
      number INTEGER NOT NULL,
      side TEXT NOT NULL CHECK (side IN ('BUY', 'SELL')),
      symbol TEXT NOT NULL,
      quantity INTEGER NOT NULL,
      type TEXT NOT NULL CHECK (type IN ('market', 'limit', 'stop', 'stop_limit')),
      price INTEGER,
      trigger INTEGER,
      product TEXT NOT NULL,
      validity TEXT NOT NULL,
      entry INTEGER NOT NULL CHECK (entry IN (0, 1)),
      reason TEXT NOT NULL,
      tag TEXT NOT NULL,
      source TEXT NOT NULL,
      id TEXT GENERATED ALWAYS AS (side || '-' || number) VIRTUAL CHECK (typeof(id) = 'text')
    ) STRICT;
    CREATE UNIQUE INDEX orders_by_number ON orders (number);
    CREATE TABLE order_changes (
      \(moment),
      number INTEGER NOT NULL,
      status TEXT NOT NULL
        CHECK (status IN ('pending', 'partial', 'executed', 'failed', 'cancelled', 'unknown')),
      filled INTEGER NOT NULL,
      quantity INTEGER NOT NULL,
      price INTEGER,
      trigger INTEGER,
      reason TEXT NOT NULL,
      detail TEXT NOT NULL,
      broker_id TEXT NOT NULL
    ) STRICT;
    CREATE INDEX order_changes_by_number ON order_changes (number);
    CREATE TABLE fills (
      \(moment),
      script INTEGER NOT NULL,
      number INTEGER NOT NULL,
      side TEXT NOT NULL CHECK (side IN ('BUY', 'SELL')),
      symbol TEXT NOT NULL,
      quantity INTEGER NOT NULL,
      price INTEGER NOT NULL,
      realized INTEGER NOT NULL,
      trade_id TEXT NOT NULL
    ) STRICT;
    CREATE INDEX fills_by_number ON fills (number);
    CREATE TABLE charges (
      \(moment),
      fill INTEGER NOT NULL,
      name TEXT NOT NULL,
      amount INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX charges_by_fill ON charges (fill);
    CREATE TABLE denials (
      \(moment),
      script INTEGER NOT NULL,
      reason TEXT NOT NULL,
      detail TEXT NOT NULL,
      side TEXT CHECK (side IN ('BUY', 'SELL')),
      symbol TEXT NOT NULL,
      quantity INTEGER,
      source TEXT NOT NULL
    ) STRICT;
    CREATE TABLE decisions (
      \(moment),
      script INTEGER NOT NULL,
      number INTEGER NOT NULL,
      line TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX decisions_by_number ON decisions (session, number);

    """

  private static let books = """
    CREATE TABLE wallets (
      \(moment),
      script INTEGER NOT NULL,
      cause TEXT NOT NULL,
      number INTEGER,
      change INTEGER NOT NULL,
      wallet INTEGER NOT NULL,
      realized INTEGER NOT NULL,
      commission INTEGER NOT NULL,
      cost INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE positions (
      \(moment),
      script INTEGER NOT NULL,
      symbol TEXT NOT NULL,
      quantity INTEGER NOT NULL,
      cost INTEGER NOT NULL,
      realized INTEGER NOT NULL,
      trip INTEGER NOT NULL,
      opened_at INTEGER NOT NULL,
      product TEXT NOT NULL,
      tag TEXT NOT NULL
    ) STRICT;
    CREATE INDEX positions_by_symbol ON positions (session, script, symbol);
    CREATE TABLE protections (
      \(moment),
      script INTEGER NOT NULL,
      symbol TEXT NOT NULL,
      stop INTEGER,
      stop_kind TEXT NOT NULL,
      stop_source TEXT NOT NULL,
      time_exit INTEGER,
      rule TEXT NOT NULL,
      arguments BLOB NOT NULL,
      answer TEXT NOT NULL
    ) STRICT;
    CREATE INDEX protections_by_symbol ON protections (session, script, symbol);
    CREATE TABLE targets (
      \(moment),
      protection INTEGER NOT NULL,
      price INTEGER NOT NULL,
      quantity INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX targets_by_protection ON targets (protection);

    """

  private static let notes = """
    CREATE TABLE alerts (
      \(moment),
      script INTEGER,
      text TEXT NOT NULL
    ) STRICT;
    CREATE TABLE commands (
      \(moment),
      origin TEXT NOT NULL,
      verb TEXT NOT NULL,
      arguments TEXT NOT NULL
    ) STRICT;
    CREATE TABLE answers (
      \(moment),
      key TEXT NOT NULL,
      request BLOB NOT NULL,
      status INTEGER NOT NULL,
      body BLOB NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX answers_by_key ON answers (key);

    """

  /// Orders as they stand, for people and other programs; nothing here reads it.
  private static let views = """
    CREATE VIEW order_states AS
      SELECT o.id, o.number, o.session, o.script, o.time, o.side, o.symbol, o.quantity, o.type,
        o.reason, o.tag, o.source, coalesce(c.status, 'pending') AS status,
        coalesce(c.filled, 0) AS filled, coalesce(c.time, o.time) AS changed
      FROM orders AS o LEFT JOIN order_changes AS c ON c.sequence =
        (SELECT max(sequence) FROM order_changes WHERE number = o.number);
    CREATE VIEW session_states AS
      SELECT s.session, s.time AS began, s.folder, s.mode, s.broker, s.predecessor, s.build,
        coalesce(e.seal, 'running') AS seal, e.time AS sealed
      FROM sessions AS s LEFT JOIN seals AS e ON e.sequence =
        (SELECT max(sequence) FROM seals WHERE sealed = s.session);

    """
}
