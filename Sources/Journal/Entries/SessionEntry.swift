public import Market
public import Money

/// The account of a journal.
public struct JournalAccount: Equatable, Sendable {
  /// Its name.
  public var name: String
  /// What it began with.
  public var initialBalance: Amount
  /// When it was created.
  public var created: EventTime

  /// An account.
  public init(name: String, initialBalance: Amount, created: EventTime) {
    self.name = name
    self.initialBalance = initialBalance
    self.created = created
  }
}

/// A session as it begins.
public struct SessionEntry: Equatable, Sendable {
  /// Its folder, where the recording is.
  public var folder: String
  /// `paper`, `live` and so on.
  public var mode: String
  /// Who takes the orders: `paper`, `fyers`.
  public var broker: String
  /// The session it goes on from; nil when it begins afresh.
  public var predecessor: Int64?
  /// The build of the program, for people.
  public var build: String
  /// SHA-256 of the program, as hexadecimal digits; empty when unknown.
  public var program: String
  /// The edition of the rules that decisions follow.
  public var rules: Int64
  /// Options that decide, as the caller writes them (canonical JSON).
  public var options: String

  /// A session.
  public init(
    folder: String, mode: String, broker: String, predecessor: Int64?, build: String,
    program: String, rules: Int64, options: String
  ) {
    self.folder = folder
    self.mode = mode
    self.broker = broker
    self.predecessor = predecessor
    self.build = build
    self.program = program
    self.rules = rules
    self.options = options
  }
}

/// How a session stands; a session without a seal is running, or its process died.
public enum SessionSeal: String, Equatable, Sendable, CaseIterable {
  /// It goes on, or nobody has looked since its process died.
  case running
  /// It ended as it should.
  case ended
  /// Its process died, and a later session went on from what it left.
  case recovered
  /// What it left contradicts itself; a person has to look.
  case quarantined
}

/// Something a person or a client asked for.
public struct CommandEntry: Equatable, Sendable {
  /// Who: `operator`, `api`, `signal`.
  public var origin: String
  /// What: `flatten`, `buy`, `resume` and so on.
  public var verb: String
  /// The rest of it, as the caller writes it (canonical JSON); empty without more.
  public var arguments: String

  /// A command.
  public init(origin: String, verb: String, arguments: String = "") {
    self.origin = origin
    self.verb = verb
    self.arguments = arguments
  }
}

/// What a client was answered, under the key it asked with.
public struct AnswerEntry: Equatable, Sendable {
  /// The idempotency key.
  public var key: String
  /// SHA-256 of what was asked, by which another request under the same key is told.
  public var request: [UInt8]
  /// The status of the answer.
  public var status: Int64
  /// The answer's body.
  public var body: [UInt8]

  /// An answer.
  public init(key: String, request: [UInt8], status: Int64, body: [UInt8]) {
    self.key = key
    self.request = request
    self.status = status
    self.body = body
  }
}

/// The engine between two events, as bytes; the journal does not read them.
public struct SnapshotEntry: Equatable, Sendable {
  /// The number of the last recorded input that is in it.
  public var input: Int64
  /// Decisions of the session until then.
  public var decisions: Int64
  /// The version of the bytes.
  public var version: Int64
  /// The bytes.
  public var bytes: [UInt8]

  /// A snapshot.
  public init(input: Int64, decisions: Int64, version: Int64, bytes: [UInt8]) {
    self.input = input
    self.decisions = decisions
    self.version = version
    self.bytes = bytes
  }
}
