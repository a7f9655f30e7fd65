import Market
import Testing

@testable import Fyers

@Suite("The gate of the account's calls")
struct CallGateTests {
  @Test("a hundred calls at once pass at the limiter's pace")
  func pace() async throws {
    let clock = ManualClock()
    let gate = CallGate(clock: clock)
    let times = try await withThrowingTaskGroup(of: EventTime.self) { group in
      for index in 0..<100 {
        group.addTask {
          try await gate.pass(urgency: index % 5 == 0 ? .exit : .read, isOrder: false)
        }
      }
      return try await group.reduce(into: [EventTime]()) { $0.append($1) }.sorted()
    }
    #expect(times.count == 100)
    for index in times.indices where index >= 10 {
      #expect(
        times[index].nanoseconds - times[index - 10].nanoseconds >= EventTime.nanosecondsPerSecond)
    }
    #expect(await gate.callsToday == 100)
  }

  @Test("a cancelled call leaves the queue")
  func cancelled() async throws {
    let clock = ManualClock()
    let gate = CallGate(clock: clock)
    await gate.noteRateLimited(waitNanoseconds: 3_600_000_000_000, sentAt: clock.now())
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await gate.pass(urgency: .read, isOrder: false)
    }
    task.cancel()
    await #expect(throws: ThrottleRefusal.stopped) { try await task.value }
    #expect(await gate.callsToday == 0)
  }
}
