import Market
import Money
import Testing
import Trading

@testable import Scripting

@Suite("Bars and indicators in scripts")
struct SeriesTests {
  private static let declaration = """
    strategy { name = "s", symbols = { "SIM:A", "SIM:B" }, bars = { "1m", "5m" } } \

    """

  private func stage(_ body: String) throws -> Stage {
    var settings = ScriptSettings()
    settings.callbackBudget = 2_000_000_000
    return try Stage(Self.declaration + body, isWhole: true, settings: settings)
  }

  /// Closes bars of SIM:A whose closes are these, one a minute.
  private func close(_ closes: [Double], on stage: Stage, from: Int64 = 0, day: Int64 = 20_000) {
    for (index, close) in closes.enumerated() {
      let micros = Int64((close * 1_000_000).rounded())
      let start = IndianTime(day: day, secondOfDay: 33_300 + (from + Int64(index)) * 60).eventTime
      let bar = Bar(
        instrument: stage.id("SIM:A"), interval: .m1, start: start, open: Price(micros: micros),
        high: Price(micros: micros + 1_000_000), low: Price(micros: micros - 1_000_000),
        close: Price(micros: micros), volume: 10)
      #expect(stage.call(.bar(bar)).failure == nil)
    }
  }

  @Test("bars are read from the newest, and beyond the first there is nothing")
  func bars() throws {
    let stage = try stage(
      """
      local b = bars("SIM:A", "1m")
      function on_tick()
        local n = b[1]
        print(#b, n.open, n.high, n.low, n.close, n.volume, n.time, n.symbol, n.interval)
        print(b[2].close, b[3], b.close[1], b.high[2], #b.close, b.time[1] == n.time, b.volume[2])
        print(#bars("SIM:B", "1m"), bars("SIM:A", "1m") == b, bars("SIM:A", "5m")[1])
      end
      """)
    close([100, 101.5], on: stage)
    #expect(stage.tick().failure == nil)
    #expect(
      stage.said.lines == [
        #"2\t101.5\t102.5\t100.5\t101.5\t10\t1728013560000\tSIM:A\t1m"#,
        #"100.0\tnil\t101.5\t101.0\t2\ttrue\t10"#, #"0\ttrue\tnil"#,
      ])
  }

  static let mistakes: [(String, String)] = [
    ("bars('SIM:A', '1m')[0]", "expected a place from 1"),
    ("bars('SIM:A', '1m')[-1]", "expected a place from 1"),
    ("bars('SIM:A', '1m')[1.5]", "expected a place from 1"),
    ("bars('SIM:A', '1m').close[0]", "expected a place from 1"),
    ("bars('SIM:C', '1m')", "unknown symbol 'SIM:C' (did you mean 'SIM:A'?)"),
    ("bars('SIM:A', '2m')", "expected one of 1s 5s"),
    ("bars('SIM:A', '1h')", #"1h is not declared: strategy{ bars = { "1h" } }"#),
    ("bars('SIM:A')", "interval: expected text"),
    ("bars('SIM:A', '1m').clse", "did you mean 'close'"),
    ("bars('SIM:A', '1m').x = 1", "read-only"),
    ("ta.ema(0)", "ta.ema: period: expected a whole number from 1 to 100000, was 0"),
    ("ta.ema('10')", "ta.ema: expected numbers, was a string"),
    ("ta.ema(1, 2)", "takes at most 1 number (period), got 2"),
    ("ta.ema({}, 2)", "expected bars(symbol, interval), one of its series or numbers"),
    ("ta.atr(bars('SIM:A', '1m').close, 5)", "expected bars(symbol, interval), was one of"),
    ("ta.ema(5):update('x')", "ta.ema: expected update(x), was a string"),
    ("ta.atr(5):update(1)", "expected update(high, low, close) or update(bar), was nil"),
    ("ta.obv():update(1, 2, 3)", "expected update(high, low, close, volume)"),
    ("ta.ema(bars('SIM:A', '1m').close, 5):update(1)", "is fed by its series"),
    ("ta.ema(5).update(1)", "expected an indicator"),
    ("ta.ema(5):update(0 / 0)", "ta.ema: expected finite numbers of at most 1e+100, was nan"),
    ("ta.ema(5):update(-math.huge)", "at most 1e+100, was -inf"),
    ("ta.ema(5):update(1e101)", "was 1e+101"), ("ta.sma(5):update(1, 2, 1 / 0)", "was inf"),
    ("ta.atr(5):update(1, 0 / 0, 1)", "was nan"), ("ta.obv():update(1, 1, 1, 1 / 0)", "was inf"),
    ("ta.ema(5):update({ close = 0 / 0 })", "expected update(x), was nil"),
    ("ta.ema(5):update({ high = 1, low = 1, close = 0 / 0 })", "was nan"),
    ("ta.ema(5):update(1, 2)", "expected update(x), was nil"),
    ("ta.ema(5):update()", "expected update(x), was nil"),
    ("ta.ema(5)[1.5]", "expected a place from 1"), ("ta.ema(5)[true]", "no field 'true'"),
    ("ta.ema(5).redy", "has no field 'redy' (did you mean 'ready'?)"),
    ("ta.ema(5):updat(1)", "did you mean 'update'"),
    ("ta.bbands(5).uper", "has no field 'uper' (did you mean 'upper'?)"),
    ("ta.ema(5).value = 1", "read-only"), ("ta.ema(5)[0]", "expected a place from 1"),
    ("ta.crossed_above(1, 'x')", "expected an indicator, a series or a number"),
    ("for i = 1, 1e9 do ta.sma(100000) end", "too many indicators"),
  ]

  @Test("what makes no sense is the script's error", arguments: mistakes)
  func mistake(code: String, part: String) throws {
    let text = code.contains("=") || code.hasPrefix("for") ? code : "local x = \(code)"
    let failure = try stage("function on_tick() \(text) end").tick().failure
    let isThere = failure?.message.contains(part) ?? false
    #expect(isThere, "\(failure?.message ?? "no failure")")
    #expect(failure?.source == "test.lua:1")
  }

  @Test("indicators on series and by hand agree, and start with what is there")
  func indicators() throws {
    let stage = try stage(
      """
      local early = ta.sma(bars("SIM:A", "1m").close, 2)
      local hand, range = ta.sma(2), ta.atr(2)
      function on_start() print(early.ready, early.value, early[1]) end
      function on_bar(b)
        if b.interval == "1m" then print(hand:update(b.close), range:update(b)) end
      end
      function on_tick()
        local late = ta.sma(bars("SIM:A", "1m"), 2)
        print(early.ready, early.value, early[1], early[2], early[9], hand.value, hand[2])
        print(late.value, late[2], ta.atr(bars("SIM:A", "1m"), 2).value, range.value)
        local m = ta.bbands(bars("SIM:A", "1m").close, 2, 1)
        print(m.upper, m.middle, m.lower, m.value == m.upper)
      end
      """)
    stage.call(.start(mode: .replay, isResumed: false, openPositions: []))
    close([1, 2, 4], on: stage)
    #expect(stage.tick().failure == nil)
    #expect(
      stage.said.lines == [
        #"false\tnil\tnil"#, #"nil\tnil"#, #"1.5\tnil"#, #"3.0\t2.5"#,
        #"true\t3.0\t3.0\t1.5\tnil\t3.0\t1.5"#, #"3.0\t1.5\t2.5\t2.5"#,
        #"4.0\t3.0\t2.0\ttrue"#,
      ])
  }

  @Test("a crossing is above now and not above before")
  func crossings() throws {
    let stage = try stage(
      """
      local close = bars("SIM:A", "1m").close
      function on_bar() print(ta.crossed_above(close, 10), ta.crossed_below(close, 10)) end
      """)
    close([9, 11, 12, 10, 11, 9, 10], on: stage)
    #expect(
      stage.said.lines == [
        #"false\tfalse"#, #"true\tfalse"#, #"false\tfalse"#, #"false\tfalse"#, #"true\tfalse"#,
        #"false\ttrue"#, #"false\tfalse"#,
      ])
  }

  @Test("vwap restarts with the session")
  func sessions() throws {
    let stage = try stage(
      """
      local v, hand = ta.vwap(bars("SIM:A", "1m")), ta.vwap()
      function on_bar(b) hand:update(b) print(v.value, hand.value) end
      """)
    close([10, 20], on: stage)
    stage.call(.newDay)
    close([40], on: stage, day: 20_001)
    #expect(stage.said.lines == [#"10.0\t10.0"#, #"15.0\t15.0"#, #"40.0\t40.0"#])
  }
}
