import Foundation
import Market
import Money
import Reporting
import Server
import TestSupport
import Testing
import Trading

@testable import Runtime

@Suite("A session whose process ends, and the one that goes on")
struct RecoveryTests {
  /// Keeps all it knows in `state`: buys with a stop, partial targets or a rule, counts by a timer, and
  /// decides by what it counted.
  static let script = """
    strategy { name = "kept", symbols = { "SIM:A", "SIM:B" }, on_error = "exit_only" }
    params { every = 3 }
    rule("hold", function(pos, tick, st, args)
      st.n = (st.n or 0) + 1
      if st.n % args.n == 0 then return pos.avg_price - 4 end
      if st.n > 25 then return exit("old") end
    end)
    function on_start(ctx)
      every(7, function() state.fired = (state.fired or 0) + 1 end)
      after(45, function() state.late = true end)
    end
    function on_tick(t)
      state.n = (state.n or 0) + 1
      local p = position(t.symbol)
      if p.is_flat then
        local kind = (state.n + (state.fired or 0)) % 4
        if kind == 0 then buy(t.symbol, 10, { stop_loss = points(3), tag = "f" .. (state.fired or 0) }) end
        if kind == 1 then
          buy(t.symbol, 9, { stop_loss = points(4),
            take_profit = { { at = points(2), share = 0.4 }, { at = points(5), share = 0.6 } } })
        end
        if kind == 2 then buy(t.symbol, 4, { stop_loss = points(6), rule = { "hold", n = params.every } }) end
        if kind == 3 and state.late then
          buy(t.symbol, 2, { type = "limit", price = t.ltp - 1, stop_loss = points(5) })
        end
      elseif state.n % 31 == 0 then
        close(t.symbol)
      end
    end
    """

  /// What happens in a session, one thing after the other.
  enum Act {
    case price(Int64, String)
    case seconds(Int64)
    case buy(Int64, String)
    case sell(Int64, String)
    case command(Trading.OperatorCommand)
  }

  /// The acts of a seed; prices come often enough for nothing to be stale.
  static func acts(_ seed: UInt64, count: Int = 120) -> [Act] {
    var random = SplitMix64(seed: seed)
    var last: [String: Int64] = ["SIM:A": 100, "SIM:B": 200]
    return (0..<count).map { _ in
      let symbol = random.pick(["SIM:A", "SIM:A", "SIM:B"])
      switch random.below(30 as Int64) {
      case 0: return .buy(1 + random.below(5 as Int64), symbol)
      case 1: return .sell(1 + random.below(5 as Int64), symbol)
      case 2: return .command(random.pick([.exitOnly, .flatten, .halt, .resume, .resume]))
      case 3...8: return .seconds(1 + random.below(2 as Int64))
      default:
        let next = max(50, (last[symbol] ?? 100) + random.below(5 as Int64) - 2)
        last[symbol] = next
        return .price(next, symbol)
      }
    }
  }

  static func play(_ acts: ArraySlice<Act>, _ session: SteppedSession) throws {
    for act in acts {
      switch act {
      case .price(let rupees, let symbol): try session.price(rupees, of: symbol)
      case .seconds(let seconds): try session.pass(seconds: seconds)
      case .buy(let units, let symbol): try trade(.buy, units, symbol, session)
      case .sell(let units, let symbol): try trade(.sell, units, symbol, session)
      case .command(let command):
        let _: ControlAnswer = try session.ask { .control(command, $0) }
      }
    }
  }

  private static func trade(
    _ side: OrderSide, _ units: Int64, _ symbol: String, _ session: SteppedSession
  ) throws {
    let trade = HandTrade(side: side, symbol: symbol, quantity: .whole(units))
    let _: TradeAnswer = try session.ask { .trade(trade, $0) }
  }

  static func disk() -> MemoryDisk {
    let disk = MemoryDisk()
    disk.put("/kept.lua", script)
    return disk
  }

  /// Everything that the books say, as the API shows it.
  static func books(_ session: SteppedSession) throws -> String {
    let books = try session.books()
    return "\(books.portfolio())\n\(books.orders(OrderQuery()))\n\(books.riskOrders())"
  }

  @Test(
    "goes on with the same books, stops and state, at any point", arguments: 0..<40 as Range<UInt64>
  )
  func anyPoint(seed: UInt64) throws {
    let acts = Self.acts(seed)
    var random = SplitMix64(seed: seed ^ 0xdead)
    let place = Int(random.below(Int64(acts.count)))
    let disk = Self.disk()
    let clock = VirtualClock()
    var first: SteppedSession? = try SteppedSession(
      disk, script: "/kept.lua", and: [], clock: clock)
    if let first { try Self.play(acts[..<place], first) }
    let before = try first.map { try Self.books($0) }
    first = nil
    let second = try SteppedSession(disk, script: "/kept.lua", clock: clock)
    #expect(try Self.books(second) == before, "seed \(seed)")
    try Self.play(acts[place...], second)
    _ = try second.end()
    try Self.verifyAll(disk, seed)
  }

  /// Runs every session of a disk again and compares its decisions.
  static func verifyAll(_ disk: MemoryDisk, _ seed: UInt64) throws {
    for name in try disk.list("/data/sessions") {
      let archive = SessionArchive("/data/sessions/\(name)", on: disk)
      guard archive.hasBegun else { continue }
      let kept = try SessionRestore(archive).run()
      #expect(kept.origin.difference == nil, "seed \(seed), \(name)")
      #expect(kept.origin.lostDecisions == 0, "seed \(seed), \(name)")
    }
  }

  @Test(
    "decides as an uninterrupted session that was suspended instead",
    arguments: 0..<40 as Range<UInt64>)
  func suspended(seed: UInt64) throws {
    let acts = Self.acts(seed)
    var random = SplitMix64(seed: seed ^ 0xbeef)
    let place = Int(random.below(Int64(acts.count - 1)))
    let whole = try SteppedSession(Self.disk(), script: "/kept.lua")
    try Self.play(acts[..<place], whole)
    whole.clock.suspend(seconds: 20)
    try whole.settle()
    try Self.play(acts[place...], whole)

    let disk = Self.disk()
    let clock = VirtualClock()
    var first: SteppedSession? = try SteppedSession(disk, script: "/kept.lua", clock: clock)
    if let first { try Self.play(acts[..<place], first) }
    let began = first?.board.view.time != nil || place > 0
    first = nil
    clock.suspend(seconds: 20)
    let second = try SteppedSession(disk, script: "/kept.lua", clock: clock)
    try second.settle()
    try Self.play(acts[place...], second)
    #expect(try Self.books(second) == Self.books(whole), "seed \(seed), at \(place), \(began)")
  }

  @Test("survives five ends in a row, some while it goes on", arguments: 0..<20 as Range<UInt64>)
  func chain(seed: UInt64) throws {
    let acts = Self.acts(seed, count: 150)
    var random = SplitMix64(seed: seed ^ 0xcafe)
    let disk = Self.disk()
    let clock = VirtualClock()
    var place = 0
    var books: String?
    for _ in 0..<5 {
      if random.oneIn(2) {
        // The process ends as it goes on: after so many writes nothing is written any more.
        disk.writesLeft = Int(random.below(9 as Int64))
        _ = try? SteppedSession(disk, script: "/kept.lua", clock: clock)
        disk.writesLeft = nil
      }
      var session: SteppedSession? = try SteppedSession(disk, script: "/kept.lua", clock: clock)
      let next = min(acts.count, place + Int(random.below(40 as Int64)))
      if let session {
        if let books { #expect(try Self.books(session) == books, "seed \(seed), at \(place)") }
        try Self.play(acts[place..<next], session)
        books = try Self.books(session)
      }
      place = next
      session = nil
    }
    try Self.verifyAll(disk, seed)
  }

  @Test(
    "goes on from what the disk holds when the last bytes are lost",
    arguments: 0..<20 as Range<UInt64>)
  func torn(seed: UInt64) throws {
    let disk = Self.disk()
    let clock = VirtualClock()
    var random = SplitMix64(seed: seed ^ 0xf00d)
    var first: SteppedSession? = try SteppedSession(disk, script: "/kept.lua", clock: clock)
    if let first { try Self.play(Self.acts(seed)[...], first) }
    let recording = try first?.recording ?? ""
    first = nil
    let bytes = try #require(disk.files[recording])
    let head = try #require(bytes.count > 6_000 ? 6_000 : nil)
    disk.set(recording, Array(bytes.prefix(head + Int(random.below(Int64(bytes.count - head))))))
    let second = try SteppedSession(disk, script: "/kept.lua", clock: clock)
    #expect(second.lines.contains("its process ended"), "\(second.lines)")
    try second.settle()
    _ = try second.end()
    let archive = SessionArchive(String(try second.recording.dropLast(16)), on: disk)
    #expect(try SessionRestore(archive).run().origin.difference == nil)
  }

  @Test("an orderly end is gone on from, with the day's counts and what on_stop kept")
  func ended() throws {
    let disk = MemoryDisk()
    disk.put(
      "/kept.lua",
      """
      strategy { name = "kept", symbols = { "SIM:A" }, limits = { max_orders = 2 } }
      function on_start(ctx) log.info("resumed %s %s %s", ctx.resumed, #ctx.open_positions, state.last or "") end
      function on_tick(t) buy("SIM:A", 1, { stop_loss = 90 }) end
      function on_stop(reason) state.last = reason end
      """)
    let clock = VirtualClock()
    var first: SteppedSession? = try SteppedSession(disk, script: "/kept.lua", clock: clock)
    try first?.price(100, of: "SIM:A")
    _ = try first?.end()
    first = nil
    let second = try SteppedSession(disk, script: "/kept.lua", clock: clock)
    try second.settle()
    #expect(second.lines.contains("kept: 1 SIM:A, stop 90.00"), "\(second.lines)")
    #expect(second.lines.contains("resumed true 1 operator"), "\(second.lines)")
    for rupees: Int64 in [101, 102] { try second.price(rupees, of: "SIM:A") }
    #expect(try second.portfolio().positions.first?.quantity == 2)
  }

  @Test("a changed text and parameter are said; --new begins afresh")
  func changed() throws {
    let disk = Self.disk()
    let clock = VirtualClock()
    var first: SteppedSession? = try SteppedSession(disk, script: "/kept.lua", clock: clock)
    if let first { try Self.play(Self.acts(3)[..<40], first) }
    first = nil
    disk.put("/kept.lua", Self.script + "\n-- changed")
    let second = try SteppedSession(disk, script: "/kept.lua", clock: clock) {
      $0.parameters = ["every=5"]
    }
    #expect(second.lines.contains("kept has a new text"), "\(second.lines)")
    #expect(second.lines.contains("kept.every=5, was 3"), "\(second.lines)")
    let third = try SteppedSession(disk, script: "/kept.lua", clock: clock, isNew: true)
    #expect(try third.books().orders(OrderQuery()).orders.isEmpty)
    #expect(!third.lines.contains("going on"))
  }

  @Test("a rule that is gone leaves the stop and ends entries")
  func lostRule() throws {
    let disk = MemoryDisk()
    let text = """
      strategy { name = "kept", symbols = { "SIM:A" } }
      rule("hold", function(pos) end)
      function on_tick(t)
        if position("SIM:A").is_flat then buy("SIM:A", 1, { stop_loss = 90, rule = "hold" }) end
      end
      """
    disk.put("/kept.lua", text)
    let clock = VirtualClock()
    var first: SteppedSession? = try SteppedSession(disk, script: "/kept.lua", clock: clock)
    try first?.price(100, of: "SIM:A")
    first = nil
    disk.put(
      "/kept.lua",
      text.replacing("rule(\"hold\", function(pos) end)", with: "")
        .replacing(", rule = \"hold\"", with: ""))
    let second = try SteppedSession(disk, script: "/kept.lua", clock: clock)
    try second.settle()
    #expect(second.lines.contains("which the script has no more: its stop at 90.00 stays"))
    guard case .updated(let fills) = try second.price(89, of: "SIM:A") else {
      Issue.record("no price")
      return
    }
    #expect(fills.map(\.reason) == ["stop_loss"])
    try second.price(95, of: "SIM:A")
    #expect(try second.portfolio().positions.isEmpty)
  }

  @Test("what was decided otherwise is quarantined until a person says so")
  func quarantined() throws {
    let disk = Self.disk()
    let clock = VirtualClock()
    var first: SteppedSession? = try SteppedSession(disk, script: "/kept.lua", clock: clock)
    if let first { try Self.play(Self.acts(5)[...], first) }
    try first?.pass(seconds: 2)
    let recording = try first?.recording ?? ""
    first = nil
    let log = recording.replacing("recording.ticks", with: "decisions.log")
    let lines = String(decoding: try #require(disk.files[log]), as: UTF8.self)
    let order = try #require(lines.split(separator: "\n").first { $0.contains(" fill ") })
    disk.set(log, Array(lines.replacing(order, with: order + "x").utf8))
    #expect {
      try SteppedSession(disk, script: "/kept.lua", clock: clock)
    } throws: { error in
      let stop = error as? Stop
      return stop?.code == .badInput && stop?.message.contains("is quarantined") == true
        && stop?.message.contains("order ") == true
    }
    let second = try SteppedSession(disk, script: "/kept.lua", clock: clock, accepts: true)
    #expect(!(try second.books().orders(OrderQuery()).orders.isEmpty))
  }

  @Test("trades by hand alone are kept, with the symbols that came")
  func byHand() throws {
    let disk = MemoryDisk()
    let clock = VirtualClock()
    var first: SteppedSession? = try SteppedSession(disk, script: nil, clock: clock)
    for act: Act in [.price(100, "SIM:A"), .price(50, "SIM:B"), .buy(5, "SIM:B"), .buy(1, "SIM:A")]
    {
      if let first { try Self.play([act], first) }
    }
    let before = try first.map { try Self.books($0) }
    first = nil
    let second = try SteppedSession(disk, script: nil, clock: clock)
    #expect(try Self.books(second) == before)
    try Self.play([.price(51, "SIM:B"), .sell(5, "SIM:B"), .price(7, "SIM:C")], second)
    #expect(try second.portfolio().positions.map(\.symbol) == ["SIM:A"])
    _ = try second.end()
    try Self.verifyAll(disk, 0)
  }
}
