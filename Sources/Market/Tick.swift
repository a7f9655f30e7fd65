public import Money

/// One price update of one instrument.
///
/// Fixed in size and free of references, so that a tick moves through the engine without touching
/// the heap.
public struct Tick: Equatable, Codable, Sendable {
  /// When it happened.
  public var time: EventTime
  /// The instrument it is of.
  public var instrument: InstrumentID
  /// Best bid, above zero.
  public var bid: Price
  /// Best ask, above zero.
  public var ask: Price
  /// Last traded price, above zero.
  public var ltp: Price
  /// Volume traded this day so far, in units; 0 when unknown.
  public var volume: Int64
  /// Units of the last trade; ``unknown`` when not given.
  public var lastQuantity: Int64
  /// Units at the best bid; ``unknown`` when not given.
  public var bidQuantity: Int64
  /// Units at the best ask; ``unknown`` when not given.
  public var askQuantity: Int64
  /// Open interest in units; ``unknown`` when not given.
  public var openInterest: Int64

  /// The value of an optional quantity that was not given.
  public static let unknown: Int64 = -1

  /// A tick; quantities that are left out are unknown.
  public init(
    time: EventTime, instrument: InstrumentID, bid: Price, ask: Price, ltp: Price,
    volume: Int64 = 0, lastQuantity: Int64 = Tick.unknown, bidQuantity: Int64 = Tick.unknown,
    askQuantity: Int64 = Tick.unknown, openInterest: Int64 = Tick.unknown
  ) {
    self.time = time
    self.instrument = instrument
    self.bid = bid
    self.ask = ask
    self.ltp = ltp
    self.volume = volume
    self.lastQuantity = lastQuantity
    self.bidQuantity = bidQuantity
    self.askQuantity = askQuantity
    self.openInterest = openInterest
  }
}
