public import Market
public import Money

/// A position as callbacks see it; flat symbols have one too.
public struct PositionView: Equatable, Sendable {
  /// Of what.
  public var instrument: InstrumentID
  /// Units held, below zero when short.
  public var quantity: Int64 = 0
  /// Exact cost of a long, or value blocked for a short.
  public var cost: Amount = .zero
  /// The last price; nil before the first tick.
  public var lastPrice: Price?
  /// Unrealized profit at the last price.
  public var unrealized: Amount = .zero
  /// The stop in force.
  public var stop: Price?
  /// The nearest take-profit.
  public var target: Price?
  /// Profit in millionths of the first risk; nil without a first stop.
  public var riskMultipleMicros: Int64?
  /// The trip from flat that it is on, or that has just ended.
  public var trip = Trip()

  /// A trip from flat to flat.
  public struct Trip: Equatable, Sendable {
    /// Its number, which tells one position in a symbol from the next.
    public var number: Int64 = 0
    /// What it has realized so far, commission included.
    public var realized: Amount = .zero
    /// Commission it has paid so far.
    public var commission: Amount = .zero
    /// When it began.
    public var openedAt: EventTime?
    /// The best last price since the first fill.
    public var best: Price?
    /// The worst last price since the first fill.
    public var worst: Price?
    /// The tag of the entry.
    public var tag: String = ""
    /// Closed bars of the script's first interval since the first fill.
    public var barsHeld: Int64 = 0

    /// None.
    public init() {}
  }

  /// A flat position.
  public init(instrument: InstrumentID) { self.instrument = instrument }
}

/// The account as callbacks see it.
public struct AccountView: Equatable, Sendable {
  /// The wallet, without holds.
  public var cash: Amount
  /// The wallet less what working entries hold.
  public var free: Amount
  /// The portfolio value.
  public var equity: Amount
  /// Profit booked.
  public var realized: Amount
  /// Profit marked.
  public var unrealized: Amount
  /// Commission paid.
  public var commission: Amount
  /// What decides the charges of its fills.
  public var charges: ChargeSchedule

  /// An account from its sums.
  public init(
    cash: Amount, free: Amount, equity: Amount, realized: Amount, unrealized: Amount,
    commission: Amount, charges: ChargeSchedule = .standard
  ) {
    self.cash = cash
    self.free = free
    self.equity = equity
    self.realized = realized
    self.unrealized = unrealized
    self.commission = commission
    self.charges = charges
  }
}
