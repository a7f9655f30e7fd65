import Glibc

/// `sauda replay` against the bare C host, as whole processes in alternating runs.
struct ReplayComparison {
  let sauda: String
  let host: String
  let scripts: String
  let files: String

  /// Compares both on a file, from its binary form and from CSV.
  func compare(file: String, ticks: Int, rounds: Int) throws(ProcessRun.Failed) {
    try pair("\(file), binary", "\(files)/\(file).bin", "\(files)/\(file).ticks", ticks, rounds)
    try pair("\(file), CSV", "\(files)/\(file).csv", "\(files)/\(file).csv", ticks, rounds)
  }

  private func pair(
    _ name: String, _ hostFile: String, _ saudaFile: String, _ ticks: Int, _ rounds: Int
  ) throws(ProcessRun.Failed) {
    var theirs: [ProcessRun] = []
    var ours: [ProcessRun] = []
    for _ in 0..<rounds {
      theirs.append(try .run([host, "run", "\(scripts)/reference_host.lua", hostFile]))
      ours.append(
        try .run([sauda, "replay", "\(scripts)/reference_ema.lua", "--ticks", saudaFile]))
    }
    let base = Measure.median(theirs.map(\.processor))
    let cost = Measure.median(ours.map(\.processor))
    let baseElapsed = Measure.median(theirs.map(\.elapsed))
    let elapsed = Measure.median(ours.map(\.elapsed))
    let peak = ours.map(\.peakBytes).max() ?? 0
    Row.show("\(name): C host", perTick(base, ticks), "\(perTick(baseElapsed, ticks)) by the clock")
    Row.show(
      "\(name): sauda", perTick(cost, ticks),
      "\(perTick(elapsed, ticks)) by the clock; ratio \(Row.ratio(cost / base)), by the clock "
        + "\(Row.ratio(elapsed / baseElapsed)); peak \(peak >> 20) MiB")
  }

  private func perTick(_ seconds: Double, _ ticks: Int) -> String {
    Row.nanoseconds(seconds * 1e9 / Double(ticks))
  }

  /// The cost of a callback with many scripts, each with a symbol of its own, against one.
  func scripts(count: Int) throws(ProcessRun.Failed) {
    let many = (1...count).map { "\(files)/many/script\($0).lua" }
    var one: [Double] = []
    var all: [Double] = []
    for _ in 0..<5 {
      one.append(
        try ProcessRun.run([sauda, "replay", many[0], "--ticks", "\(files)/many/one.csv"]).processor)
      all.append(
        try ProcessRun.run(
          [sauda, "replay"] + many + ["--ticks", "\(files)/many/all.csv"]
        ).processor)
    }
    let single = Measure.median(one)
    let together = Measure.median(all)
    Row.show(
      "\(count) scripts, \(count) symbols: a callback", perTick(together, 1_000_000),
      "one script: \(perTick(single, 1_000_000)); ratio \(Row.ratio(together / single))")
  }

  /// The whole process for a thousand ticks.
  func start() throws(ProcessRun.Failed) {
    var runs: [ProcessRun] = []
    for _ in 0..<31 {
      runs.append(
        try .run([
          sauda, "replay", "\(scripts)/reference_ema.lua", "--ticks", "\(files)/thousand.csv",
        ]))
    }
    let processor = Measure.median(runs.map(\.processor)) * 1_000
    let elapsed = Measure.median(runs.map(\.elapsed)) * 1_000
    Row.show(
      "1,000 ticks, whole process", "\(Row.tenths(elapsed)) ms",
      "\(Row.tenths(processor)) ms of processor time")
  }
}
