public import Market
import Money

extension Tick {
  /// A tick of nothing, to initialise buffers with.
  public static let blank = Tick(
    time: EventTime(nanoseconds: 0), instrument: InstrumentID(index: 0), bid: .zero, ask: .zero,
    ltp: .zero)
}
