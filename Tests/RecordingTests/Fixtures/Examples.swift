/// The recorded ticks of the repository.
enum Examples {
  /// The path of a file in `examples/ticks`.
  static func path(_ name: String) -> String {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
    return root.joined(separator: "/") + "/examples/ticks/" + name
  }
}
