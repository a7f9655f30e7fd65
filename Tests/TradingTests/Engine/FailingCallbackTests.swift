import Market
import Money
import Testing
import Trading

@Suite("A callback that fails")
struct FailingCallbackTests {
  @Test("places no entry; its exits are kept, numbered anew; its denials are dropped")
  func kept() throws {
    var bench = Bench { $0.declaration.limits.maxOrders = 5 }
    try bench.at("100") { $0.ask(.buy, 10) }
    try bench.failing(at: "100") { desk in
      desk.ask(.buy, 5)
      desk.sell(3)
      desk.ask(.buy, 0)
      desk.ask(.buy, 5, type: .limit, price: "90")
      desk.sell(4)
    }
    #expect(bench.orders == ["BUY-1 executed", "SELL-2 executed", "SELL-3 executed"])
    #expect(
      bench.fills == ["BUY 10 @ 100.00 script", "SELL 3 @ 100.00 script", "SELL 4 @ 100.00 script"])
    #expect(bench.desk.denialCount == 0)
    #expect(bench.desk.denials.isEmpty)
    #expect(bench.desk.holdsNothing)
    #expect(
      !bench.effects.contains { effect in
        guard case .decision(_, let decision) = effect else { return false }
        return decision.kind == .denial
      })
  }

  @Test("the failure is an effect with its tick, and the script is called no more")
  func stopped() throws {
    var bench = Bench()
    let notes = Notes()
    try bench.at("100") { $0.buy(10, stop: "95") }
    try bench.failing(at: "100") { _ in }
    guard case .scriptFailed(0, let failure, let sequence)? = bench.effects.last else {
      Issue.record("no failure among the effects")
      return
    }
    #expect(failure.message == "oops")
    #expect(sequence == 2)
    let hasFailed = bench.engine.hasFailed
    #expect(hasFailed)
    try bench.at("100") { _ in notes.count += 1 }
    #expect(notes.count == 0)
    try bench.at("95")
    #expect(bench.fills.last == "SELL 10 @ 95.00 stop_loss")
  }

  @Test("a kept close() still cancels the resting exits it claimed")
  func keptClose() throws {
    var bench = Bench()
    try bench.at("100") { $0.ask(.buy, 10) }
    try bench.at("100") { $0.ask(.sell, 6, type: .limit, price: "110") }
    try bench.failing(at: "100") { desk in
      desk.ask(.buy, 1)
      desk.close()
    }
    #expect(bench.orders == ["BUY-1 executed", "SELL-2 cancelled", "SELL-3 executed"])
    #expect(bench.desk.heldPosition(sbin).quantity == 0)
  }

  @Test("an exit that the failed callback took back itself stays cancelled")
  func takenBack() throws {
    var bench = Bench()
    try bench.at("100") { $0.ask(.buy, 10) }
    try bench.failing(at: "100") { desk in
      desk.ask(.buy, 1)
      _ = desk.cancel(order: desk.sell(4).index, source: "")
      desk.sell(3)
    }
    #expect(bench.orders == ["BUY-1 executed", "SELL-2 cancelled", "SELL-3 executed"])
    #expect(bench.desk.heldPosition(sbin).quantity == 7)
  }

  @Test("a resting exit that was kept still holds its units")
  func keptRestingExit() throws {
    var bench = Bench()
    try bench.at("100") { $0.ask(.buy, 10) }
    try bench.failing(at: "100") { desk in
      desk.ask(.buy, 1)
      desk.ask(.sell, 6, type: .limit, price: "110")
    }
    try bench.at("110")
    #expect(bench.fills.last == "SELL 6 @ 110.00 script")
    #expect(bench.desk.heldPosition(sbin).quantity == 4)
  }

  @Test("a failing on_fill undoes only its own requests, and later events are dropped")
  func failingOnFill() throws {
    var bench = Bench()
    let notes = Notes()
    bench.engine.rules.onCall = { call, desk in
      switch call {
      case .fill:
        desk.ask(.buy, 1)
        return .failed(ScriptFailure(kind: .time, callback: "on_fill", message: "too long"))
      case .position: notes.count += 1
      default: break
      }
      return .completed
    }
    try bench.at("100") { desk in
      desk.ask(.buy, 10)
      desk.ask(.buy, 20)
    }
    #expect(bench.orders == ["BUY-1 executed", "BUY-2 executed"])
    #expect(notes.count == 0)
    #expect(bench.desk.failure?.kind == .time)
  }

  @Test("dropped entries do not count for max_orders")
  func limits() throws {
    var bench = Bench { $0.declaration.limits.maxOrders = 1 }
    try bench.failing(at: "100") { $0.ask(.buy, 10) }
    #expect(bench.desk.orders.count == 0)
    var other = Bench { $0.declaration.limits.maxOrders = 1 }
    let notes = Notes()
    try other.at("100") { notes.denials.append($0.ask(.buy, 10).denial) }
    try other.at("100") { notes.denials.append($0.ask(.buy, 10).denial) }
    #expect(notes.denials == [nil, .maxOrders])
  }

  @Test("the end tells on_error, then on_stop, and neither can trade")
  func end() throws {
    var bench = Bench()
    let notes = Notes()
    try bench.at("100") { $0.ask(.buy, 10) }
    bench.engine.rules.onCall = { call, desk in
      switch call {
      case .error(let failure):
        notes.lines.append("error \(failure.message)")
        notes.denials.append(desk.sell(10).denial)
        desk.unprotect(sbin)
      case .stop(let reason):
        notes.lines.append("stop \(reason)")
        notes.denials.append(desk.sell(10).denial)
      default: break
      }
      return .completed
    }
    try bench.failing(at: "100") { _ in }
    bench.engine.stop(reason: "end", into: &bench.effects)
    #expect(notes.lines == ["error oops", "stop error"])
    #expect(notes.denials == [.notReady, .notReady])
  }
}
