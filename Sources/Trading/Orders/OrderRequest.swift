public import Market
public import Money

/// What a script, the API or the operator asks for.
public struct OrderRequest: Sendable {
  /// Which way.
  public var side: OrderSide
  /// Of what.
  public var instrument: InstrumentID
  /// How many units.
  public var quantity: RequestedQuantity
  /// How it finds its price.
  public var type: OrderType
  /// The limit, for types that have one.
  public var price: RequestedPrice?
  /// The trigger, for types that have one.
  public var trigger: RequestedPrice?
  /// The asker's label, at most 64 bytes.
  public var tag: String
  /// How long it works.
  public var validity = OrderValidity.day
  /// Whether it waits for the symbol's next continuous trading when it is asked for outside of it.
  public var waitsForOpen = false
  /// How what it opens is financed; nil: as the strategy declares.
  public var product: Product?
  /// The protection of the position it opens or increases.
  public var protection: ProtectionRequest? {
    get { planned?.request }
    set { planned = newValue.map { PlannedProtection($0) } }
  }
  /// Who asks.
  public var reason: OrderReason
  /// Where it was asked: `file.lua:12`.
  public var source: String
  /// Whether resting exits of the symbol are cancelled for it (`close()`).
  public var cancelsRestingExits: Bool
  /// The closing order that it opens the other side after, by its place in the desk's list (`target()`).
  public var follows: Int?
  /// The protection, kept aside.
  var planned: PlannedProtection?

  /// A request; without more, a market order of a script.
  public init(
    side: OrderSide, instrument: InstrumentID, quantity: RequestedQuantity,
    type: OrderType = .market, price: RequestedPrice? = nil, trigger: RequestedPrice? = nil,
    tag: String = "", protection: ProtectionRequest? = nil, reason: OrderReason = .script,
    source: String = "", cancelsRestingExits: Bool = false,
    follows: Int? = nil
  ) {
    self.side = side
    self.instrument = instrument
    self.quantity = quantity
    self.type = type
    self.price = price
    self.trigger = trigger
    self.tag = tag
    self.planned = protection.map { PlannedProtection($0) }
    self.reason = reason
    self.source = source
    self.cancelsRestingExits = cancelsRestingExits
    self.follows = follows
  }
}

/// How long an order works; the raw value is the word of scripts.
public enum OrderValidity: String, Codable, Sendable, CaseIterable {
  /// Until the symbol's continuous trading ends.
  case day = "DAY"
  /// At once or not at all: what cannot be filled when it acts is cancelled.
  case immediate = "IOC"
  /// Until it is cancelled: kept over the end of continuous trading, and sent again.
  case untilCancelled = "GTC"
}

/// A price as it was asked for: exact to a thousandth of a millionth, or not a price at all.
///
/// Scripts compute prices in binary floating point, so `181.80 - 0.05` is not exactly 181.75. Three
/// more digits than the money unit are kept, so that the grid can tell such noise from a real
/// in-between price.
public enum RequestedPrice: Hashable, Codable, Sendable {
  /// Thousand-millionths of a rupee.
  case nanos(Int64)
  /// What was given instead: `nan`, `-1`, `too large`.
  case invalid(String)

  /// The largest price that can be asked for, in thousand-millionths: nine thousand million rupees.
  public static let largestNanos: Int64 = 9_000_000_000_000_000_000

  /// A price that lies on the money grid.
  public init(_ price: Price) {
    let (nanos, overflow) = price.micros.multipliedReportingOverflow(by: 1_000)
    self =
      overflow || nanos > Self.largestNanos || nanos < 1_000
      ? .invalid(price.description) : .nanos(nanos)
  }
}

/// A quantity as it was asked for.
public enum RequestedQuantity: Hashable, Sendable {
  /// A whole number, of any sign.
  case whole(Int64)
  /// What was given instead: `1.5`, `nan`, `1e+300`.
  case invalid(String)

  /// What was given, for sentences.
  public var text: String {
    switch self {
    case .whole(let number): String(number)
    case .invalid(let text): text
    }
  }

  /// The whole number; nil when there was none.
  public var wholeNumber: Int64? {
    guard case .whole(let number) = self else { return nil }
    return number
  }
}

/// Who or what asked for an order.
public enum OrderReason: Hashable, Sendable {
  /// A script's own request.
  case script
  /// The stop-loss of a protective set.
  case stopLoss
  /// A take-profit of a protective set.
  case takeProfit
  /// The trailing stop of a protective set.
  case trailing
  /// The exit of a named rule.
  case rule(String)
  /// The time exit of a protective set.
  case timeExit
  /// The daily square-off.
  case squareOff
  /// A limit of the strategy, such as `max_loss`.
  case limit(String)
  /// An operator's command.
  case `operator`
  /// The HTTP API.
  case api

  /// The word of reports: `stop_loss`, `rule:NAME`.
  public var text: String {
    switch self {
    case .script: "script"
    case .stopLoss: "stop_loss"
    case .takeProfit: "take_profit"
    case .trailing: "trailing"
    case .rule(let name): "rule:\(name)"
    case .timeExit: "time_exit"
    case .squareOff: "square_off"
    case .limit(let name): "limit:\(name)"
    case .operator: "operator"
    case .api: "api"
    }
  }
}

/// The gate's answer to a request.
public enum OrderTicket: Sendable {
  /// Approved: the order's place in the desk's order list, and its number in the account.
  case approved(index: Int, number: Int32)
  /// Denied for a business reason.
  case denied(Denial)
  /// Asked for in a way that makes no sense; the script host raises the sentence as an error.
  case misuse(String)
}
