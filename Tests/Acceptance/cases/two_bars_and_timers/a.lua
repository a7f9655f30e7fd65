strategy { name = "a", symbols = { "SIM:X" } }
local S = "SIM:X"
at("10:01", function() log.info("timer") end)
function on_tick(tick) log.info("tick %d", tick.seq) end
