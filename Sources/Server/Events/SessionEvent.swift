public import Market
public import Money
public import Reporting

/// Something that happened in a session, for those who watch.
public enum SessionEvent: Sendable, Equatable {
  /// The last price of an instrument. Watchers who are slow see the newest only.
  case quote(Quote)
  /// An order reached a status, its fill included.
  case order(OrderReport)
  /// All or part of an order was filled.
  case fill(OrderReport)
  /// A request was denied.
  case denial(DenialReport)
  /// What is let through changed.
  case mode(OperatorMode)
  /// Somebody should look.
  case alert(Alert)
  /// The feed came, went or became stale.
  case connection(Connection)

  /// A price of an instrument.
  public struct Quote: Sendable, Equatable {
    /// The instrument's name.
    public var symbol: String
    /// The bid; zero when nobody bids.
    public var bid: Price
    /// The ask; zero when nobody asks.
    public var ask: Price
    /// The last traded price.
    public var last: Price
    /// Units traded today; nil when unknown.
    public var volume: Int64?
    /// When.
    public var time: EventTime

    /// A price from its parts.
    public init(
      symbol: String, bid: Price, ask: Price, last: Price, volume: Int64?, time: EventTime
    ) {
      self.symbol = symbol
      self.bid = bid
      self.ask = ask
      self.last = last
      self.volume = volume
      self.time = time
    }
  }

  /// A line for people.
  public struct Alert: Sendable, Equatable {
    /// `info`, `warning` or `error`.
    public var level: String
    /// The line; a script may have written it.
    public var text: String
    /// When.
    public var time: EventTime

    /// An alert from its parts.
    public init(level: String, text: String, time: EventTime) {
      self.level = level
      self.text = text
      self.time = time
    }
  }

  /// A change of the feed.
  public struct Connection: Sendable, Equatable {
    /// `connected`, `disconnected`, `reconnecting`, `stale`, `fresh`.
    public var state: String
    /// What more there is to say; empty when nothing.
    public var detail: String
    /// When.
    public var time: EventTime

    /// A change from its parts.
    public init(state: String, detail: String = "", time: EventTime) {
      self.state = state
      self.detail = detail
      self.time = time
    }
  }

  /// The event's name in the stream.
  public var name: String {
    switch self {
    case .quote: "quote"
    case .order: "order"
    case .fill: "fill"
    case .denial: "denial"
    case .mode: "mode"
    case .alert: "alert"
    case .connection: "connection"
    }
  }
}
