import Glibc

/// Measures Sauda and prints tables; `scripts/bench` builds what it needs and calls it.
///
/// Usage: Benchmarks SAUDA HOST SCRIPTS FILES, where SCRIPTS holds the two reference scripts and FILES
/// holds `big` and `day` as `.csv`, `.ticks` and `.bin`; or
/// Benchmarks basket ROUNDS HOST TICKS.bin SCRIPTS [BASE TICKS FEW] SAUDA TICKS FEW, where each build of
/// Sauda has a million ticks and a thousand of its own.
@main
struct Benchmarks {
  static func main() {
    let arguments = CommandLine.arguments
    do {
      if arguments.count > 1, arguments[1] == "basket" {
        try basket(Array(arguments.dropFirst(2)))
      } else {
        try reference(arguments)
      }
    } catch {
      fail("Benchmarks: \(error)", 1)
    }
  }

  private static func basket(_ arguments: [String]) throws(ProcessRun.Failed) {
    guard arguments.count == 7 || arguments.count == 10, let rounds = Int(arguments[0]), rounds > 0
    else {
      fail("usage: Benchmarks basket ROUNDS HOST BIN SCRIPTS [BASE TICKS FEW] SAUDA TICKS FEW", 64)
    }
    let builds = stride(from: 4, to: arguments.count, by: 3).map { place in
      Basket.Build(
        sauda: arguments[place], ticks: arguments[place + 1], fewTicks: arguments[place + 2])
    }
    try Basket(
      host: arguments[1], hostTicks: arguments[2], scripts: arguments[3], builds: builds
    ).run(rounds: rounds)
  }

  // lint: allow throws, because the parts throw errors of several types
  private static func reference(_ arguments: [String]) throws {
    guard arguments.count == 5 else {
      fail("usage: Benchmarks SAUDA HOST SCRIPTS FILES", 64)
    }
    let replay = ReplayComparison(
      sauda: arguments[1], host: arguments[2], scripts: arguments[3], files: arguments[4])
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
  }

  private static func fail(_ text: String, _ code: Int32) -> Never {
    let line = Array((text + "\n").utf8)
    _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    exit(code)
  }
}
