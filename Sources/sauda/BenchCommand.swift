import ArgumentParser
import Worker

/// `sauda bench`.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure this machine.",
    discussion: """
      Example:
        sauda bench worker
      """,
    subcommands: [BenchWorkerCommand.self])
}

/// `sauda bench worker`.
struct BenchWorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker",
    abstract: "Measure a tick's way to a script's worker process and back.",
    discussion: """
      Example:
        sauda bench worker
      """)

  func run() throws {
    do {
      StandardStream.output.write(try WorkerBenchmark.run())
    } catch {
      StandardStream.error.write("the benchmark's script did not load: \(error)\n")
      throw ExitCode(70)
    }
  }
}
