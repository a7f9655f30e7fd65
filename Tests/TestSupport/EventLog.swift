import Synchronization

/// Events of other threads, to be waited for with a deadline.
package final class EventLog<Element: Sendable>: Sendable {
  /// What was waited for did not come in time.
  package struct TimedOut: Error, CustomStringConvertible {
    /// What, and what came instead.
    package let description: String
  }

  private struct Waiter {
    let id: Int
    let matches: @Sendable ([Element]) -> Bool
    let continuation: CheckedContinuation<Bool, Never>
  }

  private struct Content {
    var elements: [Element] = []
    var waiters: [Waiter] = []
    var lastID = 0
  }

  private let content = Mutex(Content())

  /// No events yet.
  package init() {}

  /// The events so far.
  package var all: [Element] { content.withLock { $0.elements } }

  /// Adds an event, and wakes who waited for it.
  package func append(_ element: Element) {
    let met = content.withLock { content in
      content.elements.append(element)
      let met = content.waiters.filter { $0.matches(content.elements) }
      content.waiters.removeAll { waiter in met.contains { $0.id == waiter.id } }
      return met
    }
    for waiter in met { waiter.continuation.resume(returning: true) }
  }

  /// Waits until the events so far satisfy a condition.
  ///
  /// The deadline is long: the tests of many suites share two threads.
  package func wait(
    _ what: String, seconds: Int64 = 90, until matches: @escaping @Sendable ([Element]) -> Bool
  ) async throws {
    let id = content.withLock { content in
      content.lastID += 1
      return content.lastID
    }
    let deadline = Task {
      // lint: allow sleep, because it ends a wait for a real socket that would never end
      try await Task.sleep(for: .seconds(seconds))
      let late = content.withLock { content in
        let late = content.waiters.filter { $0.id == id }
        content.waiters.removeAll { $0.id == id }
        return late
      }
      for waiter in late { waiter.continuation.resume(returning: false) }
    }
    defer { deadline.cancel() }
    let isMet = await withCheckedContinuation { continuation in
      let isMetNow = content.withLock { content in
        if matches(content.elements) { return true }
        content.waiters.append(Waiter(id: id, matches: matches, continuation: continuation))
        return false
      }
      if isMetNow { continuation.resume(returning: true) }
    }
    guard isMet else { throw TimedOut(description: "\(what); so far: \(all.suffix(20))") }
  }
}
