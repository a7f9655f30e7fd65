import Market
import Money

/// The newest quote of one instrument and its day so far.
struct QuoteState: Sendable {
  /// The newest tick, its time on the simulated clock and its volume counted on over loops.
  private(set) var tick: Tick
  private(set) var open: Price
  private(set) var high: Price
  private(set) var low: Price
  /// The exchange time of the last trade, epoch seconds.
  private(set) var lastTradeSecond: Int64
  /// Units of the last trade.
  private(set) var lastQuantity: Int64
  /// Displayed units still to be had at the best ask and the best bid; nil when not known.
  var availableAsk: Int64?
  var availableBid: Int64?
  /// How many ticks there were.
  private(set) var count: Int64 = 0

  private var rawVolume: Int64
  private var volumeBase: Int64 = 0
  private var turnover: Int128 = 0
  private var tradedSinceOpen: Int64 = 0

  /// What the other side offers an order: the ask for a buyer, the bid for a seller; nil while nobody
  /// quotes there.
  func offer(toBuyer isBuyer: Bool) -> Price? {
    let price = isBuyer ? tick.ask : tick.bid
    return price > .zero ? price : nil
  }

  /// The ask less the bid, in millionths; 0 while one of them is missing.
  var spread: Int64 {
    guard tick.bid > .zero, tick.ask > .zero else { return 0 }
    return tick.ask.micros - tick.bid.micros
  }

  /// The state at a symbol's first tick.
  init(first: Tick) {
    tick = first
    open = first.ltp
    high = first.ltp
    low = first.ltp
    lastTradeSecond = first.time.nanoseconds / EventTime.nanosecondsPerSecond
    lastQuantity = max(0, first.lastQuantity)
    rawVolume = first.volume
    availableAsk = first.askQuantity >= 0 ? first.askQuantity : nil
    availableBid = first.bidQuantity >= 0 ? first.bidQuantity : nil
  }

  /// Takes the next tick of the recording; its time is already on the simulated clock.
  mutating func apply(_ next: Tick) {
    count += 1
    let growth = next.volume >= rawVolume ? next.volume - rawVolume : 0
    // A smaller volume is a new day of a recording of several; volume then starts again.
    if next.volume < rawVolume { volumeBase = 0 }
    rawVolume = next.volume
    let isNewDay = IndianTime(next.time).day != IndianTime(tick.time).day
    if growth > 0 || next.ltp != tick.ltp {
      lastTradeSecond = next.time.nanoseconds / EventTime.nanosecondsPerSecond
    }
    lastQuantity = next.lastQuantity > 0 ? next.lastQuantity : growth > 0 ? growth : lastQuantity
    turnover += Int128(growth) * Int128(next.ltp.micros)
    tradedSinceOpen &+= growth
    open = isNewDay ? next.ltp : open
    high = isNewDay ? next.ltp : max(high, next.ltp)
    low = isNewDay ? next.ltp : min(low, next.ltp)
    availableAsk = next.askQuantity >= 0 ? next.askQuantity : nil
    availableBid = next.bidQuantity >= 0 ? next.bidQuantity : nil
    tick = next
    tick.volume = volumeBase &+ next.volume
  }

  /// Counts volume on from here: the recording starts again.
  mutating func beginLoop() {
    volumeBase &+= rawVolume
    rawVolume = 0
  }

  /// The average traded price of the day so far; the last price before there is one.
  var average: Price {
    guard tradedSinceOpen > 0 else { return tick.ltp }
    return Price(micros: Int64(clamping: turnover / Int128(tradedSinceOpen)))
  }

  /// Whether the recording says how much is offered.
  var hasDisplayedSize: Bool { tick.bidQuantity >= 0 && tick.askQuantity >= 0 }
}
