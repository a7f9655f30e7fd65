import Market

/// The timers of a script, by when they fire next.
struct TimerQueue: Sendable {
  /// A timer that is set.
  struct Timer: Codable, Sendable {
    /// Its number, in order of creation.
    let id: Int32
    /// When it fires next, in nanoseconds.
    var next: Int64
    /// How it goes on.
    let schedule: TimerSchedule
  }

  /// In the order of their ids.
  private(set) var timers: [Timer] = []
  /// A heap of when each fires, with entries that have gone stale among them.
  private var heap: [(at: Int64, id: Int32)] = []
  private var nextID: Int32 = 1
  /// Those of a script's former life, until it has set its own.
  private var inherited: [Timer] = []

  /// The first moment at which one fires; perhaps one at which none does any more.
  var next: Int64 { heap.first?.at ?? .max }

  /// Adds a timer; nil when the numbers are used up.
  mutating func add(_ schedule: TimerSchedule, at moment: Int64) -> Int32? {
    guard nextID < .max else { return nil }
    let id = nextID
    nextID += 1
    let next = takeInherited(id, schedule) ?? moment
    timers.append(Timer(id: id, next: next, schedule: schedule))
    push((next, id))
    return id
  }

  // MARK: Going on

  /// The timers that are set.
  struct State: Codable, Sendable {
    fileprivate let timers: [Timer]
    fileprivate let nextID: Int32
  }

  /// The timers that are set.
  var state: State { State(timers: timers, nextID: nextID) }

  /// Goes on with timers that were set.
  mutating func restore(_ state: State) {
    timers = state.timers
    nextID = state.nextID
    heap = []
    for timer in timers { push((timer.next, timer.id)) }
  }

  /// Lets the timers wait for whoever sets them again: the same schedule, as the same of all that it sets.
  mutating func bequeath() {
    inherited = timers
    removeAll()
    nextID = 1
  }

  /// Ends the wait.
  ///
  /// - Returns: How many were not set again; they are gone.
  mutating func endInheritance() -> Int {
    defer { inherited = [] }
    return inherited.count
  }

  private mutating func takeInherited(_ id: Int32, _ schedule: TimerSchedule) -> Int64? {
    guard !inherited.isEmpty,
      let place = inherited.firstIndex(where: { $0.id == id && $0.schedule == schedule })
    else { return nil }
    return inherited.remove(at: place).next
  }

  /// Takes a timer out; whether it was there.
  mutating func remove(_ id: Int32) -> Bool {
    guard let position = position(of: id) else { return false }
    timers.remove(at: position)
    dropStale()
    return true
  }

  /// Takes all of them out.
  mutating func removeAll() {
    timers.removeAll()
    heap.removeAll()
  }

  /// A timer by its number.
  func timer(_ id: Int32) -> Timer? { position(of: id).map { timers[$0] } }

  /// Sets when a timer fires next.
  mutating func move(_ id: Int32, to moment: Int64) {
    guard let position = position(of: id) else { return }
    timers[position].next = moment
    push((moment, id))
  }

  /// Sets when every timer fires next.
  mutating func moveAll(_ moment: (TimerSchedule) -> Int64) {
    heap.removeAll(keepingCapacity: true)
    for position in timers.indices {
      timers[position].next = moment(timers[position].schedule)
      push((timers[position].next, timers[position].id))
    }
  }

  /// The timers due by an instant, in order of time, then of creation; each is asked to be moved or removed.
  mutating func takeDue(by instant: Int64) -> [Int32] {
    var due: [Int32] = []
    while let first = heap.first, first.at <= instant {
      pop()
      if let timer = timer(first.id), timer.next == first.at, due.last != first.id {
        due.append(first.id)
      }
    }
    return due
  }

  /// Where a timer is; they lie in the order of their ids.
  private func position(of id: Int32) -> Int? {
    var low = 0
    var high = timers.count
    while low < high {
      let middle = low + (high - low) / 2
      if timers[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low < timers.count && timers[low].id == id ? low : nil
  }

  // MARK: The heap

  private static func isBefore(_ left: (at: Int64, id: Int32), _ right: (at: Int64, id: Int32))
    -> Bool
  { (left.at, left.id) < (right.at, right.id) }

  /// Entries whose timer is gone are forgotten when they come first, or when they are most of the heap.
  private mutating func dropStale() {
    if heap.count > 2 * timers.count + 16 {
      let live = timers.map { (at: $0.next, id: $0.id) }
      heap.removeAll(keepingCapacity: true)
      for entry in live { push(entry) }
      return
    }
    while let first = heap.first, timer(first.id)?.next != first.at { pop() }
  }

  private mutating func push(_ entry: (at: Int64, id: Int32)) {
    heap.append(entry)
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard Self.isBefore(heap[child], heap[parent]) else { break }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func pop() {
    guard let last = heap.popLast(), !heap.isEmpty else { return }
    heap[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && Self.isBefore(heap[child], heap[least]) {
        least = child
      }
      guard least != parent else { break }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}

/// When a timer fires.
public enum TimerSchedule: Equatable, Codable, Sendable {
  /// Once, this many nanoseconds after the event that sets it.
  case after(nanoseconds: Int64)
  /// Again and again, on a grid that starts at the event that sets it.
  case every(nanoseconds: Int64)
  /// Daily at a second of the day in India.
  case daily(secondOfDay: Int64)
}
