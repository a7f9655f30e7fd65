import ArgumentParser

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
