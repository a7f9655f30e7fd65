import Market
import Money

/// All a desk knows of one symbol, in one place: its last tick, its position and what is on its way.
struct Slot: Sendable {
  /// Whether the script declared the symbol.
  var isDeclared = false
  /// Where it trades; nil outside the Indian calendar.
  var segment: MarketSegment?
  /// Whether a tick of the symbol must look at more than the mark: a position or an order is there.
  var needsAttention = false
  /// The last tick; meaningless while `sequence` is 0.
  var tick = Tick(
    time: EventTime(nanoseconds: 0), instrument: InstrumentID(index: 0), bid: .zero, ask: .zero,
    ltp: .zero)
  /// The number of the last tick; 0 before the first.
  var sequence: Int64 = 0
  /// What is held.
  var position = Position()
  /// The protection of what is held.
  var protection = ProtectiveSet()
  /// Units of working and staged exits.
  var heldForExits: Int64 = 0
  /// Units of working and staged entries, without sign.
  var pendingEntries: Int64 = 0
  /// Orders of the symbol that are working.
  var workingCount = 0
  /// When the symbol was last exited; nil before.
  var lastExit: EventTime?
  /// The second of the day from which positions are squared off; nil: never.
  var squareOffSecond: Int64?

  /// Takes a tick as the last; whether a position needs a new mark.
  @inline(__always)
  mutating func take(_ tick: borrowing Tick, sequence: Int64) -> Bool {
    self.tick = copy tick
    self.sequence = sequence
    return needsAttention && position.isOpen
  }
}
