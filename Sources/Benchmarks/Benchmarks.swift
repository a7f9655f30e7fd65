import Glibc

/// Measures Sauda and prints a table; `scripts/bench` builds what it needs and calls it.
///
/// Usage: Benchmarks SAUDA HOST SCRIPTS FILES, where SCRIPTS holds the two reference scripts and FILES
/// holds `big` and `day` as `.csv`, `.ticks` and `.bin`.
@main
struct Benchmarks {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 5 else {
      fail("usage: Benchmarks SAUDA HOST SCRIPTS FILES", 64)
    }
    let replay = ReplayComparison(
      sauda: arguments[1], host: arguments[2], scripts: arguments[3], files: arguments[4])
    do {
      try replay.check()
      Row.heading("Against the bare C host: whole processes; medians of pairs")
      try replay.long(rounds: 9)
      Row.heading("Against the bare C host: one day, by the clock inside both; medians of pairs")
      try replay.short(rounds: 41)
      Row.heading("Many scripts, by the clock inside, and the start; medians")
      try replay.scripts(count: 20, rounds: 5)
      try replay.start(rounds: 31)
      Row.heading("Parts, processor time of this process, medians")
      try TickFileBenchmark.run(csv: "\(arguments[4])/big.csv", ticks: "\(arguments[4])/big.ticks")
      try KernelBenchmark.run()
      try ScriptBenchmark.run()
      try IndicatorBenchmark.run()
    } catch {
      fail("Benchmarks: \(error)", 1)
    }
  }

  private static func fail(_ text: String, _ code: Int32) -> Never {
    let line = Array((text + "\n").utf8)
    _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    exit(code)
  }
}
