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
  /// The second of the day from which its positions are squared off; nil: never.
  var squareOffSecond: Int64?
  /// The wallet less what entries hold, in millionths.
  var freeCash: Int128
  /// The day's result in millionths, entries, and whether its loss limit was reached.
  var day: DayFigures

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
struct Allowance: Sendable {
  /// What the operator or a failure allows.
  var mode = Desk.Mode.running
  /// What the script may ask of the desk at the moment.
  var phase = Desk.Phase.closed
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
  /// Whether it opens the other side after a closing request of the same callback (`target()`).
  var opensAfterClose = false
  /// Units, above zero.
  ///
  /// A whole word comes last: the tail of a copy would overlap otherwise, and whoever reads it wait.
  var quantity: Int64
}
