/// The last tick of every instrument, by dense id.
public struct PriceBook: Sendable {
  private var ticks: [Tick?]

  /// A book with room for this many instruments, none of which has ticked.
  public init(instrumentCount: Int) {
    ticks = Array(repeating: nil, count: instrumentCount)
  }

  /// The last tick of an instrument; nil when there was none.
  @inline(__always)
  public subscript(id: InstrumentID) -> Tick? {
    id.position < ticks.count ? ticks[id.position] : nil
  }

  /// Takes a tick as the instrument's last.
  @inline(__always)
  public mutating func update(_ tick: Tick) { ticks[tick.instrument.position] = tick }

  /// Makes room for instruments that were added since.
  public mutating func reserve(instrumentCount: Int) {
    while ticks.count < instrumentCount { ticks.append(nil) }
  }
}
