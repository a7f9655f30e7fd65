/// Cutting what a crash left at the end of a recording.
public enum RecordingRepair {
  /// Cuts the damaged tail off a recording, so that it ends with its last intact block.
  ///
  /// - Parameter path: The file.
  /// - Returns: What was cut; nil when nothing was damaged, and the file is as it was.
  /// - Throws: That the file cannot be read or written, or that it is damaged before its tail, which
  ///   cutting would not repair.
  public static func cutTail(of path: String) throws(RecordingError) -> RecordingDamage? {
    let state = try RecordingState(of: path)
    guard let damage = state.damage else { return nil }
    let file = try OutputFile.open(path, existing: .keep(bytes: state.readableEnd))
    try file.synchronize()
    return damage
  }
}
