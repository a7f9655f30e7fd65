public import Market
public import Money
public import Trading

/// One thing that a session decided or that happened to it, as the journal keeps it.
public enum JournalEntry: Equatable, Sendable {
  /// A script takes part in the session; its text is kept by its hash.
  case script(ScriptEntry)
  /// An order got its id.
  case order(OrderEntry)
  /// An order moved: its status, what is filled of it, or its terms.
  case orderChange(OrderChangeEntry)
  /// An execution, with its charges one by one.
  case fill(FillEntry)
  /// The money of a script's book after a change.
  case wallet(WalletEntry)
  /// A position after a change.
  case position(PositionEntry)
  /// The protection of a position after a change.
  case protection(ProtectionEntry)
  /// What a script keeps as plain data, after a change.
  case state(script: Int, bytes: [UInt8])
  /// Something a person was told.
  case alert(script: Int?, text: String)
  /// A person or a client asked for something.
  case command(CommandEntry)
  /// What a client was answered under its idempotency key.
  case answer(AnswerEntry)
  /// A request that the gate denied.
  case denial(DenialEntry)
  /// The canonical line of a decision, without its line feed; `number` counts the session's from 1.
  case decision(script: Int, number: Int64, line: [UInt8])
  /// The engine between two events.
  case snapshot(SnapshotEntry)
}

/// When something was decided: the time of its event, and the number of the last tick.
public struct JournalMoment: Equatable, Sendable {
  /// The event's time.
  public var time: EventTime
  /// The number of the session's last tick; 0 before the first.
  public var tick: Int64

  /// A moment.
  public init(time: EventTime, tick: Int64) {
    self.time = time
    self.tick = tick
  }
}

/// A script of a session.
public struct ScriptEntry: Equatable, Sendable {
  /// Its place on the command line, from 0.
  public var script: Int
  /// The strategy's name.
  public var name: String
  /// Its file's name without folder.
  public var file: String
  /// The text, kept once however many sessions run it.
  public var text: [UInt8]
  /// Its parameters, as the caller writes them (canonical JSON).
  public var parameters: String
  /// What its book began with.
  public var cash: Amount

  /// A script.
  public init(
    script: Int, name: String, file: String, text: [UInt8], parameters: String, cash: Amount
  ) {
    self.script = script
    self.name = name
    self.file = file
    self.text = text
    self.parameters = parameters
    self.cash = cash
  }
}

/// The money of a script's book, as its ledger has it.
public struct WalletEntry: Equatable, Sendable {
  /// The script's place.
  public var script: Int
  /// What changed it: `fill`, `begin`, `correction`.
  public var cause: String
  /// The order that changed it; nil when none did.
  public var order: Int64?
  /// By how much cash changed.
  public var change: Amount
  /// Cash.
  public var wallet: Amount
  /// Profit booked, charges deducted.
  public var realized: Amount
  /// Charges paid.
  public var commission: Amount
  /// What open positions cost.
  public var cost: Amount

  /// The money after a change.
  public init(
    script: Int, cause: String, order: Int64?, change: Amount, wallet: Amount, realized: Amount,
    commission: Amount, cost: Amount
  ) {
    self.script = script
    self.cause = cause
    self.order = order
    self.change = change
    self.wallet = wallet
    self.realized = realized
    self.commission = commission
    self.cost = cost
  }
}

/// A position of a script.
public struct PositionEntry: Equatable, Sendable {
  /// The script's place.
  public var script: Int
  /// Of what.
  public var symbol: String
  /// Units held, below zero when short, zero when flat.
  public var quantity: Int64
  /// What they cost, or the value blocked for a short.
  public var cost: Amount
  /// What the trip has realized so far.
  public var realized: Amount
  /// The number of the trip from flat.
  public var trip: Int64
  /// When the trip began.
  public var openedAt: EventTime
  /// How it is financed.
  public var product: Product
  /// The entry's label; empty without one.
  public var tag: String

  /// A position.
  public init(
    script: Int, symbol: String, quantity: Int64, cost: Amount, realized: Amount, trip: Int64,
    openedAt: EventTime, product: Product, tag: String = ""
  ) {
    self.script = script
    self.symbol = symbol
    self.quantity = quantity
    self.cost = cost
    self.realized = realized
    self.trip = trip
    self.openedAt = openedAt
    self.product = product
    self.tag = tag
  }
}
