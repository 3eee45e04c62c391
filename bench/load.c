// A CA pipeline under load: connections of mutual TLS that are kept open, each with one request at a time.
// usage: load URL CA CERTIFICATE KEY CONNECTIONS REQUESTS-FILE EXPECTED-STATUS SERVER-PID [REPEAT]
// The file holds one JSON body a line. Each is sent once, or, with REPEAT, one line again and again until REPEAT requests
// are answered. Prints {"requests", "perSecond", "p50Milliseconds", "p99Milliseconds", "clientMicroseconds",
// "serverMicroseconds"}: the last two are processor time for each request. Another status than expected is exit code 1.
#include <curl/curl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MOST_CONNECTIONS = 64 };

static char **bodies;
static double *latencies;
static long count, lines, expected;
static atomic_long next, wrong;
static char **arguments;
static pthread_barrier_t ready, finished;

static double seconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static size_t swallow(char *bytes, size_t size, size_t number, void *head) {
  size_t have = strlen(head), take = size * number < 400 - have ? size * number : 400 - have;
  memcpy((char *)head + have, bytes, take);
  return size * number;
}

static long post(CURL *curl, const char *body, char *head) {
  memset(head, 0, 401);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)strlen(body));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
  CURLcode code = curl_easy_perform(curl);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  if (code != CURLE_OK) snprintf(head, 400, "%s", curl_easy_strerror(code));
  return code == CURLE_OK ? status : 0;
}

static void *work(void *unused) {
  char head[401];
  CURL *curl = curl_easy_init();
  struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
  headers = curl_slist_append(headers, "Expect:");
  curl_easy_setopt(curl, CURLOPT_URL, arguments[1]);
  curl_easy_setopt(curl, CURLOPT_CAINFO, arguments[2]);
  curl_easy_setopt(curl, CURLOPT_SSLCERT, arguments[3]);
  curl_easy_setopt(curl, CURLOPT_SSLKEY, arguments[4]);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, swallow);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, head);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, 60L);
  post(curl, "{}", head);  // the handshake is no part of the measurement
  pthread_barrier_wait(&ready);
  for (long index; (index = atomic_fetch_add(&next, 1)) < count;) {
    double start = seconds(CLOCK_MONOTONIC);
    long status = post(curl, bodies[index % lines], head);
    latencies[index] = seconds(CLOCK_MONOTONIC) - start;
    if (status != expected && atomic_fetch_add(&wrong, 1) == 0) fprintf(stderr, "status %ld: %s\n", status, head);
  }
  pthread_barrier_wait(&finished);
  curl_easy_cleanup(curl);
  curl_slist_free_all(headers);
  return unused;
}

static void read_bodies(const char *path) {
  FILE *file = fopen(path, "r");
  if (file == NULL) {
    perror(path);
    exit(2);
  }
  char *line = NULL;
  size_t room = 0;
  ssize_t length;
  while ((length = getline(&line, &room, file)) > 0) {
    if (line[length - 1] == '\n') line[length - 1] = 0;
    bodies = realloc(bodies, (size_t)(lines + 1) * sizeof *bodies);
    bodies[lines++] = strdup(line);
  }
  free(line);
  fclose(file);
}

static int ascending(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

int main(int argc, char **argv) {
  int connections = argc >= 9 ? atoi(argv[5]) : 0;
  if (argc > 10 || connections < 1 || connections > MOST_CONNECTIONS) {
    fprintf(stderr, "usage: load URL CA CERTIFICATE KEY CONNECTIONS REQUESTS-FILE EXPECTED-STATUS SERVER-PID [REPEAT]\n");
    return 2;
  }
  arguments = argv;
  expected = atol(argv[7]);
  read_bodies(argv[6]);
  count = argc == 10 ? atol(argv[9]) : lines;
  clockid_t server;
  if (count < 1 || lines < 1 || clock_getcpuclockid(atoi(argv[8]), &server) != 0) {
    fprintf(stderr, "no requests, or no process %s\n", argv[8]);
    return 2;
  }
  latencies = calloc((size_t)count, sizeof *latencies);
  curl_global_init(CURL_GLOBAL_DEFAULT);
  pthread_t threads[MOST_CONNECTIONS];
  pthread_barrier_init(&ready, NULL, (unsigned)connections + 1);
  pthread_barrier_init(&finished, NULL, (unsigned)connections + 1);
  for (int i = 0; i < connections; i++) pthread_create(&threads[i], NULL, work, NULL);
  pthread_barrier_wait(&ready);
  double start = seconds(CLOCK_MONOTONIC), ours = seconds(CLOCK_PROCESS_CPUTIME_ID), theirs = seconds(server);
  pthread_barrier_wait(&finished);
  double time = seconds(CLOCK_MONOTONIC) - start;
  ours = seconds(CLOCK_PROCESS_CPUTIME_ID) - ours;
  theirs = seconds(server) - theirs;
  for (int i = 0; i < connections; i++) pthread_join(threads[i], NULL);
  qsort(latencies, (size_t)count, sizeof *latencies, ascending);
  printf("{\"requests\": %ld, \"perSecond\": %.1f, \"p50Milliseconds\": %.3f, \"p99Milliseconds\": %.3f, "
         "\"clientMicroseconds\": %.1f, \"serverMicroseconds\": %.1f}\n",
         count, (double)count / time, latencies[count / 2] * 1e3, latencies[count * 99 / 100] * 1e3,
         ours * 1e6 / (double)count, theirs * 1e6 / (double)count);
  if (wrong > 0) fprintf(stderr, "%ld of %ld requests were not answered with %ld\n", (long)wrong, count, expected);
  return wrong > 0;
}
