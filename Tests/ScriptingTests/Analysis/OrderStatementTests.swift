import Testing
import Trading

@testable import Scripting

@Suite("Orders whose tables nobody looks at")
struct OrderStatementTests {
  private static func rewritten(_ body: String) -> String? {
    let text = "function on_tick() end \(body)"
    return TickRewriting(Array(text.utf8)).map {
      String(String(decoding: $0.text, as: UTF8.self).dropFirst("function on_tick() end ".count))
    }
  }

  @Test(
    "a statement of its own gets its line",
    arguments: [
      ("buy(S, 1)", "buy_at_line(1, S, 1)"),
      ("sell ( S, f(2) ) x = 1", "sell_at_line(1,  S, f(2) ) x = 1"),
      ("\n\nclose(S);", "\n\nclose_at_line(3, S);"),
      (
        "if x then buy(S, 1) else sell(S, 1) end",
        "if x then buy_at_line(1, S, 1) else sell_at_line(1, S, 1) end"
      ),
      ("f(1) buy(S, 1)", "f(1) buy_at_line(1, S, 1)"),
      ("x = y buy(S, 1)", "x = y buy_at_line(1, S, 1)"),
      ("x = 'y' buy(S, 1)", "x = 'y' buy_at_line(1, S, 1)"),
      ("for i = 1, 2 do buy(S, i) end", "for i = 1, 2 do buy_at_line(1, S, i) end"),
      ("::again:: buy(S, 1)", "::again:: buy_at_line(1, S, 1)"),
      (
        "repeat buy(S, 1, { tag = 'a' }) until sell(S, 1)",
        "repeat buy_at_line(1, S, 1, { tag = 'a' }) until sell(S, 1)"
      ),
      ("buy(S, 1) buy(S, 2)", "buy_at_line(1, S, 1) buy_at_line(1, S, 2)"),
    ])
  func statement(text: String, expected: String) { #expect(Self.rewritten(text) == expected) }

  @Test(
    "everything else stays as it is",
    arguments: [
      "local o = buy(S, 1)", "o = buy(S, 1)", "return buy(S, 1)", "f(buy(S, 1))",
      "t = { buy(S, 1) }",
      "if buy(S, 1) then end", "if not buy(S, 1) then end", "x = 1 + buy(S, 1)",
      "buy(S, 1).tag = 1",
      "buy(S, 1):f()", "buy(S, 1)(2)", "buy(S, 1)['a']()", "buy(S, 1)'a'", "buy{ symbol = S }",
      "buy()", "buy(S,\n1)", "buy\n(S, 1)", "x.buy(S, 1)", "x:buy(S, 1)",
      "local function f() return buy(S, 1) end",
      "local buy = f buy(S, 1)", "buy = f buy(S, 1)", "function buy() end buy(S, 1)",
      "buy_at_line = 1 buy(S, 1)", "function f(buy) buy(S, 1) end", "x = y or buy(S, 1)",
      "while buy(S, 1) do end", "for i = 1, buy(S, 1) do end", "f 'x' 'y' { buy(S, 1) }",
    ])
  func expression(text: String) { #expect(Self.rewritten(text) == text) }

  private static let asking = """
    strategy { name = "asking", symbols = { "SIM:A" } }
    local n = 0
    function on_tick(tick)
      n = n + 1
      if n == 1 then buy("SIM:A", 5) end
      if n == 2 then
        sell("SIM:A", 2) close("SIM:A", { tag = "odd" })
      end
      if n == 3 then buy("SIM:A", 1, { type = "limit", price = 90 }) end
      if n == 4 then buy("SIM:A", 0.5) end
      if n == 5 then buy("SIM:A", "many") end
      if n == 6 then buy("SIM:B", 1) end
    end
    """

  @Test("they ask for the same, from the same lines, and fail with the same words")
  func same() throws {
    var settings = ScriptSettings()
    let quick = try Stage(Self.asking, isWhole: true, settings: settings)
    settings.takesShortcuts = false
    let plain = try Stage(Self.asking, isWhole: true, settings: settings)
    for _ in 1...6 {
      let outcomes = [quick.tick(100), plain.tick(100)]
      #expect(outcomes[0].failure == outcomes[1].failure)
    }
    #expect(quick.desk.requests.map(\.source) == plain.desk.requests.map(\.source))
    #expect(quick.desk.requests.map(\.quantity) == plain.desk.requests.map(\.quantity))
    #expect(quick.desk.requests.map(\.tag) == plain.desk.requests.map(\.tag))
    #expect(
      quick.desk.requests.map(\.source) == [
        "test.lua:5", "test.lua:7", "test.lua:7", "test.lua:9", "test.lua:10",
      ])
  }
}
