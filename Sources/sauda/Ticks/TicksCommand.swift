import ArgumentParser

/// `sauda ticks`.
struct TicksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ticks",
    abstract: "Look at tick files, convert and repair them.",
    discussion: """
      Examples:
        sauda ticks info examples/ticks/ibm_20131008.csv.gz
        sauda ticks head examples/ticks/ibm_20131008.csv.gz --count 5
        sauda ticks convert examples/ticks/ibm_20131008.csv.gz -o ibm.ticks
      """,
    subcommands: [
      TicksInfoCommand.self, TicksHeadCommand.self, TicksConvertCommand.self,
      TicksRepairCommand.self,
    ])
}
