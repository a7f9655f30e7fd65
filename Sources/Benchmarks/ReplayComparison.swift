import Glibc

/// `sauda replay` against the bare C host, in alternating runs.
struct ReplayComparison {
  let sauda: String
  let host: String
  let scripts: String
  let files: String

  /// What both must find on the recorded day, by an independent program.
  private static let day = (fills: 2_481.0, cash: 455_661.10, commission: 22_310.90)

  /// Stops unless both programs deal alike: on the day as the independent program did, on the long file
  /// as each other.
  func check() throws(ProcessRun.Failed) {
    for format in ["binary", "csv"] {
      for file in ["day", "big"] {
        let theirs = try ProcessRun.run(hostCommand(file, format))
        let ours = try ProcessRun.run(saudaCommand(file, format) + ["--json"])
        let pairs = [
          (try theirs.number("fills"), try ours.number("order_count"), Self.day.fills),
          (try theirs.number("cash"), try ours.number("wallet_balance"), Self.day.cash),
          (
            try theirs.number("commission"), try ours.number("total_commission"),
            Self.day.commission
          ),
        ]
        for (their, our, reference) in pairs
        where their != our || (file == "day" && our != reference) {
          throw ProcessRun.Failed(
            command: "\(file), \(format)",
            reason: "the C host finds \(their), sauda \(our), the reference \(reference)")
        }
      }
    }
  }

  /// The long file as whole processes: how long they start does not matter there.
  func long(rounds: Int) throws(ProcessRun.Failed) {
    for format in ["binary", "csv"] {
      var theirs: [ProcessRun] = []
      var ours: [ProcessRun] = []
      for _ in 0..<rounds {
        theirs.append(try ProcessRun.run(hostCommand("big", format)))
        ours.append(try ProcessRun.run(saudaCommand("big", format)))
      }
      let peak = ours.map(\.peakBytes).max() ?? 0
      show(
        "5,000,000 ticks, \(format), by the clock", theirs.map(\.elapsed), ours.map(\.elapsed),
        5_000_000, "peak \(peak >> 20) MiB")
      show(
        "5,000,000 ticks, \(format), processor time", theirs.map(\.processor),
        ours.map(\.processor), 5_000_000, "")
    }
  }

  /// One day by the clock inside both programs, from the first tick to the last.
  func short(rounds: Int) throws(ProcessRun.Failed) {
    for format in ["binary", "csv"] {
      var theirs: [Double] = []
      var ours: [Double] = []
      for _ in 0..<rounds {
        theirs.append(try ProcessRun.run(hostCommand("day", format)).number("seconds"))
        ours.append(
          try ProcessRun.run(saudaCommand("day", format) + ["--json"]).number("elapsed_seconds"))
      }
      show("57,281 ticks, \(format)", theirs, ours, 57_281, "")
    }
  }

  private func show(
    _ name: String, _ theirs: [Double], _ ours: [Double], _ ticks: Double, _ note: String
  ) {
    let ratio = Measure.median(zip(ours, theirs).map { $0 / $1 })
    Row.show("\(name): C host", Row.nanoseconds(Measure.median(theirs) * 1e9 / ticks))
    Row.show(
      "\(name): sauda", Row.nanoseconds(Measure.median(ours) * 1e9 / ticks),
      "ratio \(Row.ratio(ratio)) \(note)")
  }

  private func hostCommand(_ file: String, _ format: String) -> [String] {
    let path = "\(files)/\(file).\(format == "csv" ? "csv" : "bin")"
    return [host, "run", "\(scripts)/reference_host.lua", path]
  }

  private func saudaCommand(_ file: String, _ format: String) -> [String] {
    let path = "\(files)/\(file).\(format == "csv" ? "csv" : "ticks")"
    return [sauda, "replay", "\(scripts)/reference_ema.lua", "--ticks", path]
  }

  /// The cost of a callback with many scripts, each with a symbol of its own, against one: by the clock
  /// inside, from the first tick to the last.
  func scripts(count: Int, rounds: Int) throws(ProcessRun.Failed) {
    let many = (1...count).map { "\(files)/many/script\($0).lua" }
    for (name, more) in [
      ("a cross in 25 ticks", []),
      ("hardly a cross", ["--param", "fast=1000", "--param", "slow=30000"]),
    ] {
      var one: [Double] = []
      var all: [Double] = []
      for _ in 0..<rounds {
        one.append(try elapsed([many[0], "--ticks", "\(files)/many/one.ticks"] + more))
        all.append(try elapsed(many + ["--ticks", "\(files)/many/all.ticks"] + more))
      }
      let ratio = Measure.median(zip(all, one).map { $0 / $1 })
      Row.show(
        "one script, one symbol, \(name): a callback", Row.nanoseconds(Measure.median(one) * 1e3))
      Row.show(
        "\(count) scripts, \(count) symbols, \(name): a callback",
        Row.nanoseconds(Measure.median(all) * 1e3), "ratio \(Row.ratio(ratio))")
    }
  }

  private func elapsed(_ arguments: [String]) throws(ProcessRun.Failed) -> Double {
    try ProcessRun.run([sauda, "replay"] + arguments + ["--json"]).number("elapsed_seconds")
  }

  /// The whole process for a thousand ticks.
  func start(rounds: Int) throws(ProcessRun.Failed) {
    let command = [
      sauda, "replay", "\(scripts)/reference_ema.lua", "--ticks", "\(files)/thousand.csv",
    ]
    var runs: [ProcessRun] = []
    for _ in 0..<rounds { runs.append(try .run(command)) }
    let processor = Measure.median(runs.map(\.processor)) * 1_000
    let elapsed = Measure.median(runs.map(\.elapsed)) * 1_000
    Row.show(
      "1,000 ticks, whole process", "\(Row.tenths(elapsed)) ms",
      "\(Row.tenths(processor)) ms of processor time")
  }
}
