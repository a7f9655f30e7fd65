strategy { name = "b", symbols = { "NSE:NIFTYBEES-EQ", "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:NIFTYBEES-EQ"
function on_session(phase, symbols) log.info("%s %s", phase, table.concat(symbols, ",")) end
function on_tick(tick) end
