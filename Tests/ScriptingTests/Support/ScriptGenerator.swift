import TestSupport

/// Writes random small scripts that read their tick by its fields in all kinds of places.
struct ScriptGenerator {
  private var random: SplitMix64
  private var depth = 0

  init(seed: UInt64) { random = SplitMix64(seed: seed &* 0x9E37_79B9_7F4A_7C15 &+ 1) }

  /// The next number below a bound.
  private mutating func next(_ bound: Int) -> Int { random.below(bound) }

  private mutating func one(of choices: [String]) -> String { choices[next(choices.count)] }

  /// A script with an `on_tick` and a few globals.
  mutating func script() -> String {
    let head = one(of: ["function on_tick(tick)", "on_tick = function(tick)"])
    var lines = ["kept = {}", "sum = 0", head]
    for _ in 0..<(2 + next(5)) { lines.append(statement()) }
    return (lines + ["end"]).joined(separator: "\n")
  }

  private mutating func statement() -> String {
    depth += 1
    defer { depth -= 1 }
    switch next(depth > 3 ? 6 : 12) {
    case 0: return "print(\(expression()), \(expression()))"
    case 1: return "sum = sum + \(number())"
    case 2: return "local a, b = \(expression()), \(expression()) print(a, b)"
    case 3: return "kept[#kept + 1] = \(expression()) print(#kept)"
    case 4: return "buy(tick.symbol, \(one(of: ["1", "tick.seq", "tick.volume"])))"
    case 5: return "print(tick.symbol:sub(1, \(next(5))), ('%s'):format(\(expression())))"
    case 6: return "if \(number()) > \(number()) then \(statement()) else \(statement()) end"
    case 7: return "for i = 1, \(next(3)) do \(statement()) end"
    case 8: return "do local tick = { ltp = 1 } tick.ltp = tick.ltp + 1 print(tick.ltp) end"
    case 9: return "local f = function(x) return x + \(number()) end print(f(\(number())))"
    case 10: return "kept[1] = kept[1] or function() return \(expression()) end"
    default:
      return
        "print(pcall(function() if tick.seq == \(next(6)) then error(\(expression())) end end))"
    }
  }

  private mutating func expression() -> String {
    switch next(5) {
    case 0: return "tick.symbol"
    case 1: return one(of: ["tick.oi", "tick.bid_qty", "tick.ask_qty", "tick.ltq"])
    case 2: return "({ ltp = \(number()), tick = 2 }).ltp"
    default: return number()
    }
  }

  private mutating func number() -> String {
    let field = one(of: ["ltp", "bid", "ask", "volume", "seq", "time"])
    switch next(4) {
    case 0: return "\(next(100))"
    case 1: return "(tick.\(field) - tick.ltp)"
    default: return "tick.\(field)"
    }
  }
}
