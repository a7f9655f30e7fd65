import Synchronization

/// Passes what happens in a session on to everybody who watches, and waits for nobody.
///
/// Publishing costs a short lock. A watcher is given every event but quotes, of which it sees the
/// newest per instrument when prices are due. One that leaves ``queueLimit`` events unread is cut
/// off. The last ``memory`` events are kept for watchers that come back.
public final class EventHub: Sendable {
  /// Unread events at which a watcher is cut off.
  public static let queueLimit = 256
  /// Events kept for watchers that come back.
  public static let memory = 1_024

  private struct State {
    var nextEvent: Int64 = 1
    var nextReader = 1
    var recent: [NumberedEvent] = []
    var quotes: [String: SessionEvent.Quote] = [:]
    var quotedSymbols: [String] = []
    var readers: [Int: EventReader] = [:]
    var droppedReaders: Int64 = 0
    var isClosed = false
  }

  private let state = Mutex(State())

  /// A hub nobody watches yet.
  public init() {}

  /// Tells everybody; never waits.
  public func publish(_ event: SessionEvent) {
    state.withLock { state in
      guard !state.isClosed else { return }
      if case .quote(let quote) = event {
        if state.quotes.updateValue(quote, forKey: quote.symbol) == nil {
          state.quotedSymbols.append(quote.symbol)
        }
        for id in state.readers.keys { state.readers[id]?.note(symbol: quote.symbol) }
        return
      }
      let numbered = NumberedEvent(id: state.nextEvent, event: event)
      state.nextEvent += 1
      // Trimmed in steps, so that the cost of moving the rest is shared by many events.
      if state.recent.count >= 2 * Self.memory { state.recent.removeFirst(Self.memory) }
      state.recent.append(numbered)
      for id in state.readers.keys { Self.give(numbered, to: id, in: &state) }
    }
  }

  /// Ends every watcher's stream, now and later.
  public func close() {
    state.withLock { state in
      state.isClosed = true
      for id in state.readers.keys { Self.remove(id, from: &state) }
    }
  }

  /// Watchers now.
  var readerCount: Int { state.withLock { $0.readers.count } }

  /// Watchers cut off so far because they did not read.
  var droppedReaders: Int64 { state.withLock { $0.droppedReaders } }

  /// Begins to watch: the last prices first, then the events after `lastSeen` that are still known.
  ///
  /// - Parameters:
  ///   - lastSeen: The number of the last event a returning watcher saw; nil for a new one.
  ///   - limit: How many may watch at a time.
  ///   - onCut: Called once when the watcher is cut off; must not wait.
  /// - Returns: The watch; nil when too many watch already.
  func subscribe(
    after lastSeen: Int64? = nil, limit: Int, onCut: @escaping @Sendable () -> Void = {}
  ) -> EventSubscription? {
    let id: Int? = state.withLock { state in
      guard state.readers.count < limit else { return nil }
      let id = state.nextReader
      state.nextReader += 1
      guard !state.isClosed else { return id }
      var reader = EventReader(onCut: onCut)
      for symbol in state.quotedSymbols { reader.note(symbol: symbol) }
      reader.areQuotesDue = !state.quotedSymbols.isEmpty
      if let lastSeen, lastSeen < state.nextEvent {
        let missed = state.recent.suffix(Self.queueLimit).filter { ($0.id ?? 0) > lastSeen }
        reader.isGapDue = Int64(missed.count) < state.nextEvent - 1 - max(0, lastSeen)
        reader.queue = missed
      }
      state.readers[id] = reader
      return id
    }
    return id.map { EventSubscription(hub: self, id: $0) }
  }

  /// Gives every watcher the prices that changed; called by a timer.
  func flushQuotes() {
    wake { reader in reader.areQuotesDue = !reader.changedSymbols.isEmpty }
  }

  /// Gives every watcher with nothing to read a sign of life; called by a timer.
  func giveSignOfLife() {
    wake { reader in reader.isSignOfLifeDue = true }
  }

  private func wake(_ mark: (inout EventReader) -> Void) {
    state.withLock { state in
      for id in state.readers.keys {
        guard var reader = state.readers.removeValue(forKey: id) else { continue }
        mark(&reader)
        Self.resumeIfPossible(&reader, quotes: state.quotes)
        state.readers[id] = reader
      }
    }
  }

  /// The next batch of a watcher; nil when its stream has ended.
  func next(of id: Int) async -> EventBatch? {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let batch: EventBatch?? = state.withLock { state in
          guard var reader = state.readers[id], !Task.isCancelled else { return .some(nil) }
          if let batch = reader.take(quotes: state.quotes) {
            state.readers[id] = reader
            return batch
          }
          reader.waiting = continuation
          state.readers[id] = reader
          return nil
        }
        if let batch { continuation.resume(returning: batch) }
      }
    } onCancel: {
      end(id)
    }
  }

  /// Stops a watch.
  func end(_ id: Int) {
    state.withLock { Self.remove(id, from: &$0) }
  }

  /// Whether a watch goes on.
  func isOpen(_ id: Int) -> Bool { state.withLock { $0.readers[id] != nil } }

  private static func give(_ event: NumberedEvent, to id: Int, in state: inout State) {
    // Taken out and put back, so that its queue is not copied.
    guard var reader = state.readers.removeValue(forKey: id) else { return }
    reader.queue.append(event)
    resumeIfPossible(&reader, quotes: state.quotes)
    state.readers[id] = reader
    if reader.queue.count > queueLimit {
      state.droppedReaders += 1
      reader.onCut()
      remove(id, from: &state)
    }
  }

  private static func resumeIfPossible(
    _ reader: inout EventReader, quotes: [String: SessionEvent.Quote]
  ) {
    guard let waiting = reader.waiting, let batch = reader.take(quotes: quotes) else { return }
    reader.waiting = nil
    waiting.resume(returning: batch)
  }

  private static func remove(_ id: Int, from state: inout State) {
    state.readers.removeValue(forKey: id)?.waiting?.resume(returning: nil)
  }
}
