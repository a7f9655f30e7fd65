import Testing
import Trading

@testable import Scripting

/// Scripts whose functions pass their tick on, some of which keep it, against a run without shortcuts:
/// an object that is shared though somebody keeps it would show another tick's prices.
@Suite("Ticks that are passed on are what plain calls pass")
struct PassedTickTests {
  @Test("1,000 generated scripts", arguments: UInt64(0)..<4)
  func generated(part: UInt64) {
    var shared = 0
    for seed in (part * 250)..<((part + 1) * 250) {
      var script = PassingScript(seed: seed)
      let ticks = ShortcutTicks.walk(seed: seed, count: 24)
      let file = ShortcutRun.File(name: "rule.lua", text: script.text())
      var run = ShortcutRun([file], batch: nil)
      let expected = run.records(ticks)
      run.batch = [1, 3, 64][Int(seed % 3)]
      let found = run.records(ticks)
      if run.usages == [.shared] { shared += 1 }
      #expect(found == expected, "seed \(seed): \(file.text)")
    }
    #expect(shared > 50 && shared < 230, "\(shared)")
  }
}

/// Writes scripts of functions that hand a tick to each other.
private struct PassingScript {
  private var random: AnyScript
  /// Whether some of them keep it.
  private let mayKeep: Bool

  init(seed: UInt64) {
    random = AnyScript(seed: seed, isQuiet: false)
    mayKeep = seed % 3 == 0
  }

  mutating func text() -> String {
    var lines = [
      "strategy { name = \"passing\", symbols = { \"SIM:A\", \"SIM:B\" }, allow_short = true }",
      "local S, n, kept, late, box = \"SIM:A\", 0, nil, nil, {}",
      "local f1, f2, f3",
    ]
    for place in [3, 2, 1] {
      let parameters = random.next(20) == 0 ? "t, ..." : ["t", "k, t"][random.next(2)]
      let head = ["function f\(place)(\(parameters))", "f\(place) = function(\(parameters))"]
      lines.append("\(random.one(of: head)) n = n + 1")
      for _ in 0..<(1 + random.next(3)) { lines.append(statement(calling: place + 1)) }
      lines.append("return t.ltp or 0 end")
    }
    lines.append("function on_tick(t)")
    lines.append("if kept then print(kept.seq, kept.ltp) end if late then print(late()) end")
    for _ in 0..<(1 + random.next(3)) { lines.append(statement(calling: 1)) }
    lines.append("end")
    return lines.joined(separator: "\n")
  }

  /// A statement about `t`, with calls of functions from a place on: deeper ones only.
  private mutating func statement(calling place: Int) -> String {
    let callee = "f\(min(place, 3))"
    let mayCall = place <= 3
    switch random.next(mayKeep ? 26 : 14) {
    case 0...7 where mayCall: return "\(callee)(t, t)"
    case 8 where mayCall, 9 where mayCall:
      return "print(\(callee)({ n, 2 }, t), \(callee)(t, {}))"
    case 10 where mayCall: return "pcall(function(a, b) return 1 end, 5) \(callee)(t)"
    case 11: return "if (t.ltp or 0) > 100 then buy(S, 1) else close(S) end"
    case 12: return "print((t.symbol or S):lower(), t.bid, t.mid)"
    case 13: return "if n == \(20 + random.next(60)) then print(t.ltq + 1, t.nothing) end"
    // What keeps it, or may.
    case 14: return "if n % 3 == 0 then kept = t end"
    case 15: return "late = function() return t.seq end"
    case 16: return "box[1] = t if box[2] then print(box[2].time) end box[2] = box[1]"
    case 17 where mayCall: return "print(pcall(\(callee), t, t))"
    default: return "n = n + (t.seq or 3) % 2"
    }
  }
}
