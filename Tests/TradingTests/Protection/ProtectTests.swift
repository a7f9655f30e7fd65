import Market
import Money
import Testing
import Trading

@Suite("Changing protection")
struct ProtectTests {
  @Test("protect changes only the keys given")
  func keys() throws {
    var bench = Bench()
    try bench.at("100") { $0.buy(10, stop: "95", target: "110") }
    try bench.at("100") { _ = $0.protect(sbin, .init(stopLoss: at("96"))) }
    #expect(bench.desk.position(sbin).target == price("110"))
    #expect(bench.desk.stopText == "96.00")
    try bench.at("100") { _ = $0.protect(sbin, .init(targets: [target(at("108"))])) }
    #expect(bench.desk.position(sbin).target == price("108"))
    #expect(bench.desk.stopText == "96.00")
  }

  @Test("it acts when the callback returns, not before")
  func staged() throws {
    var bench = Bench()
    let notes = Notes()
    try bench.at("100") { $0.buy(10, stop: "95") }
    try bench.at("100") { desk in
      _ = desk.protect(sbin, .init(stopLoss: at("96")))
      notes.lines.append(desk.stopText ?? "none")
    }
    #expect(notes.lines == ["95.00"])
    #expect(bench.desk.stopText == "96.00")
  }

  @Test("a lower stop is ignored, yet true; allow_widen in the same call moves it")
  func widen() throws {
    var bench = Bench()
    let notes = Notes()
    try bench.at("100") { $0.buy(10, stop: "95") }
    try bench.at("100") { desk in
      if desk.protect(sbin, .init(stopLoss: at("94"))) == .accepted { notes.lines.append("yes") }
    }
    #expect(notes.lines == ["yes"])
    #expect(bench.desk.stopText == "95.00")
    try bench.at("100") { _ = $0.protect(sbin, .init(stopLoss: at("93"), allowsWidening: true)) }
    #expect(bench.desk.stopText == "93.00")
    try bench.at("100") { _ = $0.protect(sbin, .init(stopLoss: at("92"))) }
    #expect(bench.desk.stopText == "93.00")
  }

  struct Refusal: Sendable {
    let request: ProtectionRequest
    /// Nil when it is accepted after all.
    let reason: DenialReason?
  }

  @Test(
    "a level on the wrong side is refused with its code",
    arguments: [
      Refusal(request: .init(stopLoss: at("100")), reason: .stopSide),
      Refusal(request: .init(stopLoss: .distance(points("0.5"))), reason: .stopSide),
      Refusal(request: .init(targets: [target(.distance(points("0.1")))]), reason: nil),
      Refusal(request: .init(targets: [target(at("98"))]), reason: .stopSide),
      Refusal(request: .init(stopLoss: .price(.invalid("-1"))), reason: .price),
      Refusal(request: .init(stopLoss: .distance(points("500"))), reason: .price),
    ])
  func wrongSide(_ refusal: Refusal) throws {
    var bench = Bench()
    let notes = Notes()
    try bench.at("100") { $0.buy(10, stop: "90") }
    // Now at 99: 99.50 is above it, and 100.10 above it too.
    try bench.at("99") { desk in
      guard case .denied(let denial) = desk.protect(sbin, refusal.request) else { return }
      notes.denials.append(denial.reason)
    }
    #expect(notes.denials == (refusal.reason.map { [$0] } ?? []))
    #expect(bench.desk.stopText == "90.00")
  }

  @Test("protect on a flat symbol is NOT_READY; an unknown one is misuse")
  func flat() throws {
    var bench = Bench()
    let notes = Notes()
    try bench.at("100") { desk in
      if case .denied(let denial) = desk.protect(sbin, .init(stopLoss: at("90"))) {
        notes.denials.append(denial.reason)
      }
      if case .misuse(let text) = desk.protect(.init(index: 9), .init(stopLoss: at("90"))) {
        notes.lines.append(text)
      }
    }
    #expect(notes.denials == [.notReady])
    #expect(notes.lines == ["unknown symbol"])
  }

  @Test("unprotect removes all, the rule too, and the first risk with it")
  func unprotect() throws {
    var bench = Bench()
    let notes = Notes()
    let protection = ProtectionRequest(
      stopLoss: at("95"), targets: [target(at("110"))], trail: .init(by: points("5")),
      breakeven: .init(after: points("1")), timeExit: .after(seconds: 5), rule: .init(name: "r"))
    try bench.at("100") { $0.buy(10, protection: protection) }
    bench.engine.rules.onCall = { call, _ in
      if case .rule = call { notes.count += 1 }
      return .completed
    }
    try bench.at("100") { $0.unprotect(sbin) }
    #expect(notes.count == 1)
    for ltp in ["80", "120", "100", "100", "100", "100"] { try bench.at(ltp) }
    #expect(bench.fills == ["BUY 10 @ 100.00 script"])
    #expect(notes.count == 1)
    #expect(bench.desk.position(sbin).riskMultipleMicros == nil)
    try bench.at("100") { desk in
      let verdict = desk.protect(sbin, .init(targets: [target(.distance(risks("1")))]))
      if case .misuse(let text) = verdict { notes.lines.append(text) }
    }
    #expect(notes.lines == ["R() needs a stop-loss to measure by"])
  }

  @Test(
    "R without a stop makes no sense",
    arguments: [
      ProtectionRequest(targets: [target(.distance(risks("1")))]),
      ProtectionRequest(trail: .init(by: risks("1"))),
      ProtectionRequest(breakeven: .init(after: risks("1"))),
      ProtectionRequest(stopLoss: .distance(risks("1"))),
    ])
  func riskWithoutStop(_ protection: ProtectionRequest) throws {
    var bench = Bench()
    let notes = Notes()
    try bench.at("100") { desk in
      if case .misuse(let text) = desk.buy(10, protection: protection) { notes.lines.append(text) }
    }
    #expect(notes.lines == ["R() needs a stop-loss to measure by"])
    #expect(bench.desk.orders.count == 0)
  }

  @Test("a failed callback's changes of protection are dropped")
  func failing() throws {
    var bench = Bench()
    try bench.at("100") { $0.buy(10, stop: "95", target: "110") }
    try bench.failing(at: "100") { desk in
      _ = desk.protect(sbin, .init(stopLoss: at("80"), allowsWidening: true))
      desk.unprotect(sbin)
    }
    #expect(bench.desk.stopText == "95.00")
    try bench.at("95")
    #expect(bench.fills.last == "SELL 10 @ 95.00 stop_loss")
  }

  @Test("the view shows the level in force, the nearest target and the profit in first risks")
  func view() throws {
    var bench = Bench()
    try bench.at("100") { desk in
      desk.buy(
        10,
        protection: .init(
          stopLoss: at("95"), targets: [target(at("110"), "0.5"), target(at("105"), "0.5")],
          trail: .init(by: points("4"))))
    }
    try bench.at("102.50")
    let view = bench.desk.position(sbin)
    #expect(view.stop == price("98.50"))
    #expect(view.target == price("105"))
    #expect(view.riskMultipleMicros == 500_000)
    #expect(view.trip.best == price("102.50"))
    #expect(view.trip.worst == price("100"))
  }
}
