import Glibc

/// The basket: twelve scripts as people write them, in the bare C host, in an older build of Sauda and in
/// this one, in alternating runs over the same million ticks.
///
/// The scripts are the project's own; the C host (`ReferenceHost/Basket`) runs the same files.
struct Basket {
  /// A build of Sauda, and the ticks that it reads fastest.
  struct Build {
    let sauda: String
    let ticks: String
    let fewTicks: String
  }

  /// What one program needed for one script, a run each.
  private struct Times {
    /// Nanoseconds a tick, by the clock inside the program.
    var clock: [Double] = []
    /// Nanoseconds a tick of processor time of all its threads, without the start of the program.
    var processor: [Double] = []
    /// What it decided, how many orders were filled, and what was left in the wallet.
    ///
    /// Not the decision hash: an older build may write the same decisions down in other words.
    var decisions: Set<String> = []
    var fills = 0.0
    var cash = 0.0
  }

  /// The scripts.
  static let names = [
    "fields", "passed_on", "state", "position_table", "indicators", "rule_held", "stop_held",
    "limit_resting", "trail_and_trade", "bars_1m", "logs_and_state", "chandelier",
  ]

  private static let ticks = 1_000_000.0
  private static let fewTicks = 1_000.0

  /// The C host.
  let host: String
  /// The C host's ticks.
  let hostTicks: String
  /// The folder with the scripts.
  let scripts: String
  /// The builds: this one last.
  let builds: [Build]

  /// Measures and prints the table.
  ///
  /// - Parameter rounds: Runs of each script in each program.
  /// - Throws: ``ProcessRun/Failed`` when a program does not end as it should.
  func run(rounds: Int) throws(ProcessRun.Failed) {
    Row.heading(
      "The basket: a million ticks; nanoseconds a tick, medians of \(rounds) alternating runs")
    Self.line(
      "",
      builds.count > 1
        ? [
          "C host", "base", "this", "x C host", "x base", "cpu: C", "base", "this", "x C",
          "x base",
        ]
        : ["C host", "this", "x C host", "cpu: C", "this", "x C"])
    var ratios: [[Double]] = []
    var notes: [String] = []
    for name in Self.names {
      let (theirs, ours) = try measure(name, rounds)
      let row = cells(theirs, ours)
      Self.line(name, row.texts)
      ratios.append(row.ratios)
      notes += remarks(name, theirs, ours)
    }
    let means = (ratios.first ?? []).indices.map { column in
      exp(ratios.reduce(0) { $0 + log($1[column]) } / Double(ratios.count))
    }
    Self.line("geometric mean", meanTexts(means))
    for note in notes { print("  \(note)") }
  }

  private func measure(
    _ name: String, _ rounds: Int
  ) throws(ProcessRun.Failed) -> (host: Times, builds: [Times]) {
    let script = "\(scripts)/\(name).lua"
    var theirs = Times()
    var ours = [Times](repeating: Times(), count: builds.count)
    var starts: [Double] = []
    for build in builds {
      var few: [Double] = []
      for _ in 0..<3 { few.append(try replay(build, script, build.fewTicks).processor) }
      starts.append(Measure.median(few))
    }
    for _ in 0..<rounds {
      let run = try ProcessRun.run([host, script, hostTicks], hushed: true)
      theirs.clock.append(try run.number("seconds") * 1e9 / Self.ticks)
      theirs.processor.append(try run.number("processor_seconds") * 1e9 / Self.ticks)
      theirs.fills = try run.number("fills")
      theirs.cash = try run.number("cash")
      for (place, build) in builds.enumerated() {
        let run = try replay(build, script, build.ticks)
        ours[place].clock.append(try run.number("elapsed_seconds") * 1e9 / Self.ticks)
        ours[place].processor.append(
          max(1, (run.processor - starts[place]) * 1e9 / (Self.ticks - Self.fewTicks)))
        ours[place].decisions.insert(try run.list("orders") + run.list("denials"))
        ours[place].fills = try run.number("order_count")
        ours[place].cash = try run.number("wallet_balance")
      }
    }
    return (theirs, ours)
  }

  private func replay(
    _ build: Build, _ script: String, _ ticks: String
  ) throws(ProcessRun.Failed) -> ProcessRun {
    try ProcessRun.run(
      [build.sauda, "replay", script, "--ticks", ticks, "--json"], hushed: true)
  }

  private func cells(_ host: Times, _ builds: [Times]) -> (texts: [String], ratios: [Double]) {
    var texts: [String] = []
    var ratios: [Double] = []
    for kind in [\Times.clock, \Times.processor] {
      let all = [host] + builds
      texts += all.map { Row.whole(Measure.median($0[keyPath: kind])) }
      // This build to the C host, then to the base: as medians of pairs of runs that lie side by side.
      for other in builds.count > 1 ? [host, builds[0]] : [host] {
        guard let this = builds.last else { continue }
        let ratio = Measure.median(
          zip(this[keyPath: kind], other[keyPath: kind]).map { $0 / $1 })
        texts.append(Row.ratio(ratio))
        ratios.append(ratio)
      }
    }
    return (texts, ratios)
  }

  private func meanTexts(_ means: [Double]) -> [String] {
    let blanks = [String](repeating: "", count: builds.count + 1)
    let half = means.count / 2
    return blanks + means[..<half].map(Row.ratio) + blanks + means[half...].map(Row.ratio)
  }

  /// What does not go together: builds that decide differently, or the C host that trades differently.
  private func remarks(_ name: String, _ host: Times, _ builds: [Times]) -> [String] {
    var remarks: [String] = []
    if Set(builds.flatMap(\.decisions)).count > 1 {
      remarks.append("\(name): DECISIONS DIFFER between runs or builds")
    }
    if let this = builds.last, this.fills != host.fills || this.cash != host.cash {
      remarks.append(
        "\(name): \(Row.whole(this.fills)) fills leave \(this.cash), "
          + "in the C host \(Row.whole(host.fills)) leave \(host.cash)")
    }
    return remarks
  }

  private static func line(_ name: String, _ cells: [String]) {
    let columns = cells.map { String(repeating: " ", count: max(1, 10 - $0.count)) + $0 }
    print("  " + name + String(repeating: " ", count: max(1, 16 - name.count)) + columns.joined())
    fflush(nil)
  }
}
