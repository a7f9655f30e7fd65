strategy { name = "ins_unknown", symbols = { "NSE:RELIANCE-EQ" } }
local S = "NSE:RELIANCE-EQ"
function on_tick(tick) end
