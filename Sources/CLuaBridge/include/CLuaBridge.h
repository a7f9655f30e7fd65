#ifndef CLUABRIDGE_H
#define CLUABRIDGE_H
#endif
