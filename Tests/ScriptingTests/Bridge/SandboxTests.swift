import CLuaBridge
import Testing

@Suite("Sandbox of the Lua bridge")
struct SandboxTests {
  /// Everything a script can reach, by walking tables and metatables from `_G`.
  static let walk = """
    local seen, out = {}, {}
    local function visit(path, value)
      local kind = type(value)
      if kind == "function" then out[#out + 1] = path return end
      if kind ~= "table" then out[#out + 1] = path .. "=" .. kind return end
      if seen[value] then return end
      seen[value] = true
      if getmetatable(value) ~= nil then visit(path .. "(meta)", getmetatable(value)) end
      for k, v in pairs(value) do visit(path == "" and k or path .. "." .. tostring(k), v) end
    end
    local hidden = { print = 1, fail = 1, host = 1, keep = 1, handler = 1, entry = 1, state = 1,
                     native = 1, _G = 1 }
    for k, v in pairs(_G) do if not hidden[k] then visit(k, v) end end
    visit("string(meta)", getmetatable(""))
    visit("function(meta)", getmetatable(print))
    visit("number(meta)", getmetatable(1))
    visit("coroutine(meta)", getmetatable(coroutine.create(print)))
    print(table.concat(out, " "))
    """

  static let golden = """
    _VERSION=string assert coroutine.close coroutine.create coroutine.isyieldable \
    coroutine.resume coroutine.running coroutine.status coroutine.wrap coroutine.yield error \
    getmetatable ipairs math.abs math.acos math.asin math.atan math.ceil math.cos math.deg \
    math.exp math.floor math.fmod math.huge=number math.log math.max math.maxinteger=number \
    math.min math.mininteger=number math.modf math.pi=number math.rad math.random \
    math.randomseed math.sin math.sqrt math.tan math.tointeger math.type math.ult next pairs \
    pcall rawequal rawget rawlen rawset select setmetatable string.byte string.char string.find \
    string.format string.gmatch string.gsub string.len string.lower string.match string.pack \
    string.packsize string.rep string.reverse string.sub string.unpack string.upper \
    table.concat table.insert table.move table.pack table.remove table.sort table.unpack \
    tonumber tostring type utf8.char utf8.charpattern=string utf8.codepoint utf8.codes utf8.len \
    utf8.offset string(meta)=boolean function(meta)=nil number(meta)=nil coroutine(meta)=nil
    """

  @Test("a script reaches the names of the golden list and no other")
  func goldenList() throws {
    let script = try #require(BridgeScript())
    #expect(script.load(SandboxTests.walk).isOK)
    #expect(script.lines == [SandboxTests.golden])
    #expect(script.close() == 0)
  }

  @Test(
    "what leads out of the sandbox is absent",
    arguments: [
      "io", "os", "debug", "package", "require", "load", "loadfile", "loadstring", "dofile",
      "collectgarbage", "warn", "xpcall", "string.dump", "table.foreach", "math.pow", "rawiter",
    ])
  func absent(name: String) throws {
    let script = try #require(BridgeScript())
    #expect(script.load("local v = \(name) if v ~= nil then error('reachable') end").isOK)
    #expect(script.close() == 0)
  }

  @Test(
    "metatables of other types are out of reach and finalizers are refused",
    arguments: [
      (#"getmetatable("").__index = 1"#, "attempt to index a boolean value"),
      ("setmetatable({}, { __gc = print })", "'__gc' is not allowed"),
      ("setmetatable({}, { __mode = 'k' })", "'__mode' is not allowed"),
      ("setmetatable({}, { __index = {}, __mode = false })", "set them to nil instead"),
      ("setmetatable(1, {})", "table expected"),
      ("setmetatable(setmetatable({}, { __metatable = 1 }), {})", "cannot change a protected"),
      (#"string.format("%p", {})"#, "addresses differ"),
    ])
  func refused(text: String, message: String) throws {
    let script = try #require(BridgeScript())
    let outcome = script.load(text)
    #expect(outcome.isError && outcome.message.contains(message), "\(outcome)")
    #expect(outcome.source == "test.lua:1")
    #expect(script.close() == 0)
  }

  @Test("a script that replaces library functions does not change what the prelude calls")
  func preludeIsApart() throws {
    let script = try #require(BridgeScript())
    let text = "tostring = nil select = nil table.unpack = nil string.format = nil print(1, 2)"
    #expect(script.load(text).isOK)
    #expect(script.lines == ["1\t2"])
    #expect(script.close() == 0)
  }

  @Test("only text without bytecode and NUL, of 256 KiB at most, is compiled")
  func badText() throws {
    let script = try #require(BridgeScript())
    let texts = [
      ("\u{1B}Lua", "bytecode"), ("x = 1\0", "NUL"),
      (String(repeating: " ", count: 262_145), "larger than 256 KiB"),
    ]
    for (text, message) in texts {
      let outcome = script.load(text, name: "bad.lua")
      #expect(outcome.isError && outcome.message.contains(message), "\(outcome)")
      #expect(outcome.source == "bad.lua:1")
    }
    #expect(script.load("\u{FEFF}x = 1").isOK)
    #expect(script.close() == 0)
  }

  @Test("texts of objects have no addresses")
  func noAddresses() throws {
    let script = try #require(BridgeScript())
    script.load(
      """
      print(tostring({}), tostring(print), coroutine.create(print), tostring(nil), 1e15, 2^53)
      print(("%s %s"):format({}, print), setmetatable({}, { __name = "wallet" }))
      print(setmetatable({}, { __tostring = function() return "mine" end }))
      """)
    #expect(
      script.lines == [
        "table\tfunction\tthread\tnil\t1e+15\t9.007199254741e+15", "table function\twallet", "mine",
      ])
    #expect(script.close() == 0)
  }
}
