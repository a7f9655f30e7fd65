import Reporting
import Trading
import Testing

@Suite("script error text")
struct ScriptErrorTextTests {
  @Test(
    "the closing line begins with the kind of failure",
    arguments: [
      (.error, "script error: "), (.time, "time budget exceeded: "),
      (.memory, "memory budget exceeded: "), (.crash, "interpreter crashed: "),
    ] as [(ScriptErrorReport.Kind, String)])
  func phrases(kind: ScriptErrorReport.Kind, expected: String) {
    #expect(failure(kind: kind, message: "x").closingLine.hasPrefix(expected))
  }

  @Test("the place is named once")
  func place() {
    #expect(
      failure(message: "a.lua:3: no").closingLine == "script error: a.lua:3: no (on_tick, tick 12)")
    #expect(failure(message: "no").closingLine == "script error: a.lua:3: no (on_tick, tick 12)")
    #expect(
      failure(message: "no", source: nil, tick: nil).closingLine == "script error: no (on_tick)")
  }

  @Test("a hostile message stays on its line and within its length")
  func hostile() {
    let line = failure(message: "a\nFORGED\u{2028}" + String(repeating: "₹", count: 9_000))
      .closingLine
    #expect(line.hasPrefix(#"script error: a.lua:3: a\nFORGED\u{2028}₹"#))
    #expect(line.hasSuffix("₹… (on_tick, tick 12)") && line.utf8.count < 1_200)
  }

  @Test("a traceback is indented by tabs, escaped, and cut in the middle")
  func traceback() {
    var one = failure(message: "x")
    one.traceback = "stack traceback:\n\ta.lua:3: in \u{1B}[31mf\r\n  [C]: in ?\n"
    #expect(
      one.tracebackLines == [
        "\tstack traceback:", "\ta.lua:3: in \\x1B[31mf\\r", "\t[C]: in ?",
      ])
    one.traceback = (0..<1_000).map { "line \($0)" }.joined(separator: "\n")
    #expect(one.tracebackLines.count == 41)
    #expect(one.tracebackLines[20] == "\t… 960 lines left out")
    #expect(one.tracebackLines.last == "\tline 999")
  }

  private func failure(
    kind: ScriptErrorReport.Kind = .error, message: String, source: String? = "a.lua:3",
    tick: Int64? = 12
  ) -> ScriptErrorReport {
    ScriptErrorReport(
      kind: kind, callback: "on_tick", message: message, source: source, tick: tick, traceback: "")
  }
}
