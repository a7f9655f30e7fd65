import Foundation
import Glibc
import TestSupport
import Testing

@testable import Runtime

@Suite("The disk of a session, this machine's and the one of tests")
struct SessionDiskTests {
  /// Does the same with a disk in memory and with this machine's, below a folder of each.
  private static func both(_ body: (any SessionDisk, String) throws -> Void) throws {
    let memory = MemoryDisk()
    try memory.makeFolder("/top")
    try body(memory, "/top")
    let folder = try ScratchFolder()
    try body(SystemDisk(), folder.url.path)
  }

  @Test("What is appended is there, in order, and its size is known")
  func append() throws {
    try Self.both { disk, top in
      let file = try disk.create(top + "/a")
      try file.append(Array("one".utf8))
      try file.append(Array(" two".utf8))
      try file.synchronize()
      #expect(file.size == 7)
      #expect(try disk.size(of: top + "/a") == 7)
      #expect(try disk.read(top + "/a", atMost: 100) == Array("one two".utf8))
      #expect(try disk.read(top + "/a", atMost: 2) == Array("one".utf8))
      #expect(disk.isPlainFile(top + "/a"))
      #expect(!disk.isPlainFile(top + "/b"))
    }
  }

  @Test("A file takes the name, and the place, of another")
  func rename() throws {
    try Self.both { disk, top in
      try disk.create(top + "/new").append([1])
      try disk.create(top + "/old").append([2, 3])
      try disk.rename(top + "/new", to: top + "/old")
      #expect(try disk.list(top) == ["old"])
      #expect(try disk.read(top + "/old", atMost: 9) == [1])
    }
  }

  @Test("Folders list what is in them, in the order of bytes")
  func list() throws {
    try Self.both { disk, top in
      try disk.makeFolder(top + "/f")
      for name in ["b", "é", "Z", "a"] { _ = try disk.create(top + "/f/" + name) }
      #expect(try disk.list(top + "/f") == ["Z", "a", "b", "é"])
      #expect(try disk.list(top) == ["f"])
    }
  }

  @Test("What is there, and what is not, is told with the system's sentence")
  func refusals() throws {
    try Self.both { disk, top in
      try disk.makeFolder(top + "/f")
      #expect(
        Self.error { () throws(DiskError) in try disk.makeFolder(top + "/f") }?.isAlreadyThere
          == true)
      let none = top + "/none"
      let reason = "No such file or directory"
      #expect(
        Self.error { () throws(DiskError) in _ = try disk.read(none, atMost: 1) }
          == DiskError(path: none, action: .open, reason: reason))
      #expect(
        Self.error { () throws(DiskError) in _ = try disk.size(of: none) }
          == DiskError(path: none, action: .look, reason: reason))
      #expect(
        Self.error { () throws(DiskError) in _ = try disk.list(none) }
          == DiskError(path: none, action: .list, reason: reason))
      #expect(
        Self.error { () throws(DiskError) in try disk.rename(none, to: top + "/x") }
          == DiskError(path: none, action: .rename, reason: reason))
      #expect(
        Self.error { () throws(DiskError) in _ = try disk.create(none + "/x") }
          == DiskError(path: none + "/x", action: .open, reason: reason))
      _ = try disk.create(top + "/a")
      #expect(
        Self.error { () throws(DiskError) in _ = try disk.create(top + "/a") }?.reason
          == "File exists")
    }
  }

  @Test("A lock that was given up is free, though a process that is being started has its file")
  func lock() throws {
    let folder = try ScratchFolder()
    let path = folder.url.path + "/lock"
    var held = try SystemDisk().lock(path)
    #expect(held != nil)
    let other = try #require(sharedDescriptor(of: path))
    defer { close(other) }
    let second = try SystemDisk().lock(path)
    #expect(second == nil)
    held = nil
    let third = try SystemDisk().lock(path)
    #expect(third != nil)
  }

  private static func error(_ body: () throws(DiskError) -> Void) -> DiskError? {
    do throws(DiskError) {
      try body()
      return nil
    } catch {
      return error
    }
  }
}
