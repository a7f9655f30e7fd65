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
      Row.heading("Whole processes, alternating runs, medians of processor time")
      try replay.compare(file: "big", ticks: 5_000_000, rounds: 7)
      try replay.compare(file: "day", ticks: 57_281, rounds: 31)
      try replay.scripts(count: 20)
      try replay.start()
      Row.heading("Parts, in this process, medians")
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
