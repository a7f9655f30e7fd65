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

  /// What the ids of its events begin with.
  let session: String
  private let state = Mutex(State())

  /// A hub nobody watches yet, of a session with a name of its own.
  public convenience init() { self.init(session: EventID.newSession()) }

  /// A hub nobody watches yet, of a session with this name.
  init(session: String) { self.session = session }

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
  /// A watcher that has seen what this session never told begins like a new one, behind a gap.
  ///
  /// - Parameters:
  ///   - lastSeen: The last event a returning watcher saw; nil for a new one.
  ///   - limit: How many may watch at a time.
  ///   - onCut: Called once when the watcher is cut off; must not wait.
  /// - Returns: The watch; nil when too many watch already.
  func subscribe(
    after lastSeen: EventID? = nil, limit: Int, onCut: @escaping @Sendable () -> Void = {}
  ) -> EventSubscription? {
    let id: Int? = state.withLock { state in
      guard state.readers.count < limit else { return nil }
      let id = state.nextReader
      state.nextReader += 1
      guard !state.isClosed else { return id }
      var reader = EventReader(onCut: onCut)
      for symbol in state.quotedSymbols { reader.note(symbol: symbol) }
      reader.areQuotesDue = !state.quotedSymbols.isEmpty
      if let lastSeen {
        let newest = state.nextEvent - 1
        if lastSeen.session == session, lastSeen.number <= newest {
          reader.queue = state.recent.suffix(Self.queueLimit).filter {
            ($0.id ?? 0) > lastSeen.number
          }
          let known = newest - Int64(reader.queue.count)
          if lastSeen.number < known { reader.gap = known }
        } else {
          reader.gap = newest
        }
      }
      state.readers[id] = reader
      return id
    }
    return id.map { EventSubscription(hub: self, id: $0) }
  }

  /// A page of the events that are still known.
  ///
  /// - Parameters:
  ///   - number: The event right behind the page; nil for a page that ends with the newest.
  ///   - limit: How many at most, above zero.
  /// - Returns: The events, oldest first, and whether older ones are known.
  func page(before number: Int64? = nil, limit: Int) -> (events: [NumberedEvent], hasOlder: Bool) {
    state.withLock { state in
      let first = state.recent.first?.id ?? state.nextEvent
      let end = Int(min(max((number ?? .max) - first, 0), Int64(state.recent.count)))
      let start = max(0, end - limit)
      return (Array(state.recent[start..<end]), start > 0)
    }
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

/// One watch of a session's events; it ends when it is told to, or when the hub cuts it off.
struct EventSubscription: Sendable {
  private let hub: EventHub
  private let id: Int

  /// A watch of the hub.
  init(hub: EventHub, id: Int) {
    self.hub = hub
    self.id = id
  }

  /// Whether it goes on.
  var isOpen: Bool { hub.isOpen(id) }

  /// The next batch, when there is one; nil at the end.
  ///
  /// For one task at a time.
  func next() async -> EventBatch? { await hub.next(of: id) }

  /// Ends it.
  func end() { hub.end(id) }
}

/// What a watcher is given at a time.
enum EventBatch: Sendable, Equatable {
  /// Events in their order, never none.
  case events([NumberedEvent])
  /// Nothing happened for a while; the line must be shown to be alive.
  case silence
  /// Events between the watcher's last one and now are gone: it must load the state anew. What comes
  /// next is after the event of this number.
  case gap(Int64)
}

/// An event with its place in the session.
struct NumberedEvent: Sendable, Equatable {
  /// Its number, from 1; nil for quotes, which are a state and not a story.
  var id: Int64?
  /// What happened.
  var event: SessionEvent
}

/// One watcher's place in the hub.
struct EventReader {
  /// What to do when it is cut off.
  let onCut: @Sendable () -> Void
  /// Events not yet given.
  var queue: [NumberedEvent] = []
  /// Instruments with a newer price than was given, oldest change first.
  var changedSymbols: [String] = []
  private var isChanged: Set<String> = []
  /// Whether prices or a sign of life are to be given at the next occasion.
  var areQuotesDue = false
  var isSignOfLifeDue = false
  /// The number of the last event that it must do without, to be told first; nil when there is none.
  var gap: Int64?
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
    if let gap {
      self.gap = nil
      return .gap(gap)
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

/// The watches a server has begun, so that it can end them when it stops.
final class WatcherList: Sendable {
  private struct State {
    var next = 0
    var watches: [Int: EventSubscription] = [:]
    var isClosed = false
  }

  private let state = Mutex(State())

  /// Adds a watch, and returns its place; ends it at once when the server has stopped.
  func add(_ watch: EventSubscription) -> Int {
    state.withLock { state in
      state.next += 1
      if state.isClosed { watch.end() } else { state.watches[state.next] = watch }
      return state.next
    }
  }

  /// Forgets a watch.
  func remove(_ place: Int) { state.withLock { _ = $0.watches.removeValue(forKey: place) } }

  /// Ends all watches, and all later ones.
  func close() {
    let watches = state.withLock { state in
      state.isClosed = true
      defer { state.watches = [:] }
      return state.watches
    }
    for watch in watches.values { watch.end() }
  }
}
