import ArgumentParser
import Worker

/// The hidden verb with which the program starts itself as a script's worker.
struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: WorkerProgram.verb, abstract: "Serve one script.", shouldDisplay: false)

  func run() throws { WorkerProgram.run() }
}
