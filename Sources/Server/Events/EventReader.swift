/// One watcher's place in the hub.
struct EventReader {
  /// What to do when it is cut off.
  let onCut: @Sendable () -> Void
  /// Events not yet given.
  var queue: [NumberedEvent] = []
  /// Instruments with a newer price than was given, oldest change first.
  var changedSymbols: [String] = []
  private var isChanged: Set<String> = []
  /// Whether prices, a sign of life or a gap are to be given at the next occasion.
  var areQuotesDue = false
  var isSignOfLifeDue = false
  var isGapDue = false
  /// Whoever waits for the next batch.
  var waiting: CheckedContinuation<EventBatch?, Never>?

  /// A reader that has read everything.
  init(onCut: @escaping @Sendable () -> Void) { self.onCut = onCut }

  /// Notes that an instrument's price changed.
  mutating func note(symbol: String) {
    if isChanged.insert(symbol).inserted { changedSymbols.append(symbol) }
  }

  /// What there is to give now; nil when nothing.
  mutating func take(quotes: [String: SessionEvent.Quote]) -> EventBatch? {
    if isGapDue {
      isGapDue = false
      return .gap
    }
    var events = queue
    queue.removeAll(keepingCapacity: true)
    if areQuotesDue {
      for symbol in changedSymbols {
        if let quote = quotes[symbol] {
          events.append(NumberedEvent(id: nil, event: .quote(quote)))
        }
      }
      changedSymbols.removeAll(keepingCapacity: true)
      isChanged.removeAll(keepingCapacity: true)
      areQuotesDue = false
    }
    if !events.isEmpty {
      isSignOfLifeDue = false
      return .events(events)
    }
    guard isSignOfLifeDue else { return nil }
    isSignOfLifeDue = false
    return .silence
  }
}
