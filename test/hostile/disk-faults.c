/*
 * Loaded into the server before libc: makes the disk under partyline.db fail, on demand. What to do stands in the
 * file named by DISK_FAULTS as one word and a number: `ok`, `slow MS` (every sync takes so long), `errno N` (writes and
 * syncs fail with that errno), `syncs N` (syncs alone do), `reads N` (reads do).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

/* True when the descriptor is the database or its write-ahead log. */
static int is_database(int fd) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return strstr(path, "/partyline.db") != NULL;
}

/* Reads the wanted fault; 0 when there is none. */
static int fault(char *word, int *number) {
  const char *file = getenv("DISK_FAULTS");
  if (file == NULL) return 0;
  FILE *in = fopen(file, "r");
  if (in == NULL) return 0;
  *number = 0;
  int read = fscanf(in, "%15s %d", word, number);
  fclose(in);
  return read >= 1 && strcmp(word, "ok") != 0;
}

/* The errno that an operation on this descriptor shall fail with, or 0. A slow disk sleeps here when it syncs. */
static int failing(int fd, int syncs) {
  char word[16];
  int number;
  if (!is_database(fd) || !fault(word, &number)) return 0;
  if (strcmp(word, "errno") == 0 || (syncs && strcmp(word, "syncs") == 0)) return number;
  if (syncs && strcmp(word, "slow") == 0) {
    struct timespec pause = {number / 1000, (long)(number % 1000) * 1000000};
    nanosleep(&pause, NULL);
  }
  return 0;
}

/* The errno that a read of this descriptor shall fail with, or 0. */
static int unreadable(int fd) {
  char word[16];
  int number;
  if (!is_database(fd) || !fault(word, &number)) return 0;
  return strcmp(word, "reads") == 0 ? number : 0;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define FAIL_WITH(fault)  \
  do {                    \
    int why = fault;      \
    if (why != 0) {       \
      errno = why;        \
      return -1;          \
    }                     \
  } while (0)
#define FAIL_IF(fd, syncs) FAIL_WITH(failing(fd, syncs))

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
  FAIL_IF(fd, 0);
  return NEXT(pwrite)(fd, bytes, count, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
  FAIL_IF(fd, 0);
  return NEXT(pwrite64)(fd, bytes, count, offset);
}

ssize_t write(int fd, const void *bytes, size_t count) {
  FAIL_IF(fd, 0);
  return NEXT(write)(fd, bytes, count);
}

int fsync(int fd) {
  FAIL_IF(fd, 1);
  return NEXT(fsync)(fd);
}

int fdatasync(int fd) {
  FAIL_IF(fd, 1);
  return NEXT(fdatasync)(fd);
}

ssize_t pread(int fd, void *bytes, size_t count, off_t offset) {
  FAIL_WITH(unreadable(fd));
  return NEXT(pread)(fd, bytes, count, offset);
}

ssize_t pread64(int fd, void *bytes, size_t count, off64_t offset) {
  FAIL_WITH(unreadable(fd));
  return NEXT(pread64)(fd, bytes, count, offset);
}
