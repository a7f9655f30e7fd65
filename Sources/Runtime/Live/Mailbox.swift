import Fyers
import Market
import Synchronization

/// What waits for the engine thread: bounded for ticks, complete for everything else.
///
/// When `capacity` arrivals wait, a tick takes the place of the last waiting one of its symbol, which is
/// counted; so no more wait than `capacity`, one tick of each symbol, and what is no tick. What is urgent,
/// such as an operator's command, waits behind nothing but what is urgent. Any thread may offer, one takes.
final class Mailbox: @unchecked Sendable {
  /// What is guarded by the lock.
  private struct Contents {
    /// What goes before everything else.
    var urgent: [Arrival] = []
    /// Arrivals; those before `head` are taken.
    var waiting: [Arrival] = []
    var head = 0
    /// The number of the first of `waiting`, counted since the beginning.
    var base = 0
    /// The number of the last waiting tick of each symbol.
    var last: [Int] = []
    /// Ticks replaced since they were last asked for, by symbol.
    var conflated: [Int32: Int64] = [:]
    var isTakerWaiting = false
    var isClosed = false

    var isEmpty: Bool { urgent.isEmpty && head == waiting.count }
  }

  /// Arrivals that may wait before ticks are conflated.
  let capacity: Int
  private let conflatedTotal = Atomic<Int64>(0)
  private let urgentCount = Atomic<Int>(0)
  private var contents = Contents()
  private let monitor = Monitor()

  /// An empty mailbox.
  init(capacity: Int = 4_096) { self.capacity = capacity }

  /// Ticks that were replaced by later ones of their symbol, in all.
  var conflatedCount: Int64 { conflatedTotal.load(ordering: .relaxed) }

  /// Puts something in.
  ///
  /// - Returns: False once the mailbox is closed: nobody will take it.
  @discardableResult
  func offer(_ arrival: Arrival) -> Bool {
    enter { () in
      if case .tick(let tick) = arrival {
        put(tick)
      } else if arrival.isUrgent {
        contents.urgent.append(arrival)
        urgentCount.store(contents.urgent.count, ordering: .relaxed)
      } else {
        contents.waiting.append(arrival)
      }
    }
  }

  /// Puts ticks in that came together, in their order: the thread that takes is woken once for all.
  ///
  /// - Returns: False once the mailbox is closed: nobody will take them.
  @discardableResult
  func offer(_ ticks: [FeedTick]) -> Bool {
    enter { () in
      for tick in ticks { put(tick) }
    }
  }

  /// Does something under the lock, and then wakes the thread that takes if it waits.
  ///
  /// It is woken once for each wait, and with the lock given back, which is the first thing that it needs.
  @inline(__always)
  private func enter(_ put: () -> Void) -> Bool {
    var isOpen = true
    let isWaiting = monitor.locked {
      guard !contents.isClosed else {
        isOpen = false
        return false
      }
      put()
      defer { contents.isTakerWaiting = false }
      return contents.isTakerWaiting
    }
    if isWaiting { monitor.wake() }
    return isOpen
  }

  private func put(_ tick: FeedTick) {
    let symbol = tick.tick.instrument.position
    while contents.last.count <= symbol { contents.last.append(-1) }
    let place = contents.last[symbol] - contents.base
    if contents.waiting.count - contents.head >= capacity, place >= contents.head {
      contents.waiting[place] = .tick(tick)
      contents.conflated[tick.tick.instrument.index, default: 0] += 1
      conflatedTotal.wrappingAdd(1, ordering: .relaxed)
      return
    }
    contents.last[symbol] = contents.base + contents.waiting.count
    contents.waiting.append(.tick(tick))
  }

  /// Whether something urgent waits.
  @inline(__always)
  var hasUrgent: Bool { urgentCount.load(ordering: .relaxed) > 0 }

  /// Takes what is urgent, in order.
  func takeUrgent() -> [Arrival] {
    monitor.locked {
      defer {
        contents.urgent = []
        urgentCount.store(0, ordering: .relaxed)
      }
      return contents.urgent
    }
  }

  /// Takes what waits and is not urgent, in order, and waits for nothing.
  ///
  /// - Parameters:
  ///   - batch: Is filled with at most 128 arrivals.
  ///   - conflated: Ticks that were replaced since the last call, by symbol.
  func take(_ batch: inout [Arrival], _ conflated: inout [Int32: Int64]) {
    batch.removeAll(keepingCapacity: true)
    monitor.locked {
      let end = min(contents.head + 128, contents.waiting.count)
      batch.append(contentsOf: contents.waiting[contents.head..<end])
      contents.head = end
      shrink()
      conflated = contents.conflated
      if !contents.conflated.isEmpty { contents.conflated.removeAll(keepingCapacity: true) }
    }
  }

  /// Whether nothing waits.
  var isEmpty: Bool { monitor.locked { contents.isEmpty } }

  /// Lets the thread that takes wait until something is there.
  ///
  /// - Parameter deadline: When to give up, in nanoseconds of the monotonic clock.
  func wait(until deadline: Int64) {
    monitor.locked {
      while contents.isEmpty {
        contents.isTakerWaiting = true
        let isInTime = monitor.wait(until: deadline)
        contents.isTakerWaiting = false
        if !isInTime { break }
      }
    }
  }

  /// Gives back the room of what was taken, now and then.
  private func shrink() {
    guard contents.head == contents.waiting.count || contents.head >= 4_096 else { return }
    contents.waiting.removeFirst(contents.head)
    contents.base += contents.head
    contents.head = 0
  }

  /// Takes nothing more in, and gives what still waits.
  func close() -> [Arrival] {
    monitor.locked {
      contents.isClosed = true
      let rest = contents.urgent + contents.waiting[contents.head...]
      contents.urgent = []
      urgentCount.store(0, ordering: .relaxed)
      contents.waiting.removeAll()
      contents.head = 0
      return rest
    }
  }
}

/// Something on its way to the engine thread; it gets its event time there.
enum Arrival: Sendable {
  /// A tick of the feed.
  case tick(FeedTick)
  /// The feed's connection changed.
  case connection(FeedState)
  /// The broker does not know these symbols of the feed, from now on; none: it knows all.
  case unknownSymbols([String])
  /// A person should know.
  case alert(String)
  /// A person asks for something and waits for the answer.
  case question(SessionQuestion)
  /// The scripts of a `resume` have been loaded.
  case restarted
  /// The session is to end.
  case stop(reason: String)
}

extension Arrival {
  /// Whether it waits behind nothing that is not.
  var isUrgent: Bool {
    switch self {
    case .question(.control), .question(.look): true
    default: false
    }
  }

  /// Tells whoever waits for an answer that there will be none but this.
  func refuse() {
    if case .question(let question) = self { question.refuse() }
  }
}
