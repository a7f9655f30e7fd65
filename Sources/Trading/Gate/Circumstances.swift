import Market
import Money

/// What the gate knows of the books when it judges: numbers, taken at one moment.
struct Circumstances: Sendable {
  /// The time of the event that is being handled.
  var clock: EventTime
  /// What is allowed.
  var allowance: Allowance
  /// The symbol's last tick; meaningless while `hasTicked` is false.
  var bid: Price
  var ask: Price
  var ltp: Price
  var quoteTime: EventTime
  var hasTicked: Bool
  /// Units held of the symbol, below zero when short.
  var held: Int64
  /// What its orders hold.
  var load: Orders.Load
  /// When the symbol was last exited; nil before.
  var lastExit: EventTime?
  /// How what is held is financed.
  var product: Product
  /// What the symbol's market does.
  var market: Market
  /// The wallet less what entries hold and losing shorts have lost, in millionths.
  var freeCash: Int128
  /// The day's result in millionths, entries, and whether its loss limit was reached.
  var day: DayFigures

  /// What a symbol's market does.
  struct Market: Sendable {
    /// Whether it trades continuously.
    var isOpen: Bool
    /// Whether the last tick came in the continuous trading that is under way.
    var isQuoteLive: Bool
    /// What has happened to its prices since the last tick.
    var interruption: Interruption
    /// The moment at which positions are squared off on this date, in nanoseconds; the end of time: never.
    var squareOffAt: Int64
    /// Whether only positions of the product INTRADAY are.
    var isOnlyIntradaySquaredOff: Bool
  }

  /// What counts of the day.
  struct DayFigures: Sendable {
    var result: Int128
    var entries: Int64
    var isLossLimitHit: Bool
  }

  /// Units held, without sign.
  var size: Int64 { held < 0 ? -held : held }
}

/// What is allowed at a desk, whoever asks.
struct Allowance: Codable, Sendable {
  /// What the operator or a failure allows.
  var mode = Desk.Mode.running
  /// What the script may ask of the desk at the moment.
  var phase = Desk.Phase.closed
  /// Whether the machine's clock was set and nobody has said since that trading goes on: scripts enter
  /// nothing then.
  var isClockDoubted = false
  /// Why the feed's prices are not to be trusted; nil when they are.
  var feedTrouble: FeedTrouble?
}

/// A request in checked numbers and pooled texts: what the gate judges and an order is made of.
///
/// It holds no references, so that passing it about costs nothing.
struct OrderTerms: Sendable {
  /// Which way.
  var side: OrderSide
  /// Of what.
  var instrument: InstrumentID
  /// How it finds its price.
  var type: OrderType
  /// The limit, on the grid.
  var price: Price?
  /// The trigger, on the grid.
  var trigger: Price?
  /// Whether resting exits of the symbol are cancelled for it (`close()`).
  var cancelsRestingExits = false
  /// Whether it opens the other side once what is held is closed (`target()`).
  var opensAfterClose = false
  /// How long it works.
  var validity = OrderValidity.day
  /// Whether it may wait for the symbol's next continuous trading.
  var waitsForOpen = false
  /// How what it opens is financed; nil: as the strategy declares.
  var product: Product?
  /// Units, above zero.
  ///
  /// A whole word comes last: the tail of a copy would overlap otherwise, and whoever reads it wait.
  var quantity: Int64
}
